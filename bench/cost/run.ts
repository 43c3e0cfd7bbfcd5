/**
 * What Lapidary costs in AWS: counts the calls of a real run over a few images and prices them.
 *   node bench/cost/run.ts [images=48]
 */
import { totalOf } from './cost-model.ts';
import { idleBill } from './idle-bill.ts';
import { measureCosts } from './measure-costs.ts';
import { millionImages, UNATTENDED } from './million-images.ts';
import { PRICES } from '../../infra/prices.ts';

const [images = 48] = process.argv.slice(2).map(Number);
const { habits, phases, tick } = await measureCosts({ images });
const bills = millionImages(phases, images);
const services = Object.keys(Object.values(bills)[0]);
const dollars = (value: number): string => value.toFixed(2);

console.log(`Prices of ${PRICES.asOf}, us-east-1, no free allowance. ${JSON.stringify(habits)}\n`);
console.log(`| per million images, $ | ${services.join(' | ')} | sum |`);
console.log(`|---|${services.map(() => '---|').join('')}---|`);
for (const [name, bill] of Object.entries(bills)) {
  const cells = services.map((service) => dollars(bill[service]));
  console.log(`| ${name} | ${cells.join(' | ')} | ${dollars(totalOf(bill))} |`);
}
const sumOf = (names: string[]): number => names.reduce((sum, name) => sum + totalOf(bills[name]), 0);
console.log(`\nUnattended (${UNATTENDED.join(', ')}): $${dollars(sumOf(UNATTENDED))} per million images.`);
console.log(`With the calls of people's work: $${dollars(sumOf(Object.keys(bills)))}.`);

const idle = idleBill(tick);
console.log(`\nA month in which nobody works: $${dollars(totalOf(idle))}`);
for (const [service, value] of Object.entries(idle)) console.log(`  ${service.padEnd(18)} ${dollars(value)}`);
console.log('\nNot counted: storage, data transfer, people, GPUs.');
