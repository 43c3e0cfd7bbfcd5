/**
 * 200 annotators and reviewers work on one host of this machine: how long they wait, and whether the host grows.
 *   node bench/load/run.ts [--people 200] [--minutes 10] [--think 8]
 * `--think` is the mean of the seconds between two requests of one person. Prints Markdown, for docs/scale.md.
 */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { Random } from '../../shared/demo/random.ts';
import { makeGemProject, personCall } from '../../test/support/gem-project.ts';
import { takeATurn } from '../../test/support/simulated-person.ts';
import { emptyDataFolder, spawnHost } from '../../test/support/spawn-host.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '10' },
    think: { type: 'string', default: '8' },
  },
});
const people = Number(values.people);
const minutes = Number(values.minutes);
const thinkMilliseconds = Number(values.think) * 1000;
const SAVES_PER_TASK = 3;
const random = new Random(7);

const data = await emptyDataFolder();
const host = await spawnHost(data.folder);
const url = () => host.url;
const session = await personCall(url, '')('setup', 'POST', '/v1/sessions/link', { token: host.token });
const admin = personCall(url, session.body.token);
const project = await makeGemProject(admin, people, 'polygon');

// Each turn takes a person about five pauses, and every image takes two turns, of which one is drawn.
const images = Math.ceil(
  (people * minutes * 60) / ((SAVES_PER_TASK + 2) * Number(values.think)) / 1.5 + people,
);
console.error(`${images} images for ${people} people and ${minutes} minutes …`);
let sent = 0;
async function send(): Promise<void> {
  for (let number = sent++; number < images; number = sent++) {
    const background = { r: number % 256, g: number >> 8, b: 90 };
    const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .png()
      .toBuffer();
    const asked = {
      datasetId: project.datasetId,
      key: `${number}.png`,
      size: bytes.length,
      contentType: 'image/png',
    };
    const link = await admin('upload', 'POST', '/v1/uploads', asked);
    await fetch(link.body.url, { method: 'PUT', headers: link.body.headers, body: new Uint8Array(bytes) });
  }
}
await Promise.all([send(), send(), send()]);
for (;;) {
  const { body } = await admin('wait', 'GET', `/v1/projects/${project.projectId}/counts`);
  if ((body.stages.draw?.total ?? 0) >= images) break;
  await sleep(1_000);
}

const waits: Record<string, number[]> = {};
const errors: string[] = [];
const told = (
  name: string,
  milliseconds: number,
  { status, body }: { status: number; body: unknown },
): void => {
  (waits[name] ??= []).push(milliseconds);
  if (status === 0 || status >= 400) errors.push(`${name}: ${status} ${JSON.stringify(body).slice(0, 200)}`);
};
const until = performance.now() + minutes * 60_000;
const work = project.people.map(async ({ id, token }, index) => {
  const call = personCall(url, token, told);
  const person = {
    userId: id,
    call,
    random: random.fork(),
    thinkMilliseconds,
    corners: 24,
    objectsPerSave: 5,
  };
  await sleep(random.between(0, thinkMilliseconds * 3));
  while (performance.now() < until) {
    const stage = index % 4 === 0 ? 'check' : 'draw';
    if (!(await takeATurn(person, project.projectId, stage))) await sleep(thinkMilliseconds);
  }
});
const memory: { second: number; megabytes: number }[] = [];
const startedAt = performance.now();
const cpuBefore = await cpuSeconds();
while (performance.now() < until) {
  const status = await readFile(`/proc/${host.process.pid}/status`, 'utf8');
  const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  memory.push({ second: (performance.now() - startedAt) / 1000, megabytes });
  await sleep(2_000);
}
const cores = ((await cpuSeconds()) - cpuBefore) / ((performance.now() - startedAt) / 1000);
await Promise.all(work);

async function cpuSeconds(): Promise<number> {
  const fields = (await readFile(`/proc/${host.process.pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
/** Megabytes an hour, by least squares over all but the first fifth of the run, in which caches fill. */
function memorySlope(): number {
  const part = memory.slice(Math.floor(memory.length / 5));
  const mean = (of: (one: (typeof part)[number]) => number) =>
    part.reduce((sum, one) => sum + of(one), 0) / part.length;
  const [second, megabytes] = [mean((one) => one.second), mean((one) => one.megabytes)];
  const along = mean((one) => (one.second - second) * (one.megabytes - megabytes));
  return (3600 * along) / mean((one) => (one.second - second) ** 2);
}
/** Mean of a stretch of the run, as shares of its length. */
function meanMemory(from: number, to: number): number {
  const part = memory.slice(Math.floor(from * memory.length), Math.ceil(to * memory.length));
  return part.reduce((sum, { megabytes }) => sum + megabytes, 0) / part.length;
}

console.log(
  `${people} people, ${minutes} minutes, a request every ${values.think} s each; ${cpus().length} cores; documents of up to ${SAVES_PER_TASK * 5} polygons of 24 corners.\n`,
);
console.log('| request | times | p50, ms | p95, ms | p99, ms | errors |\n|---|---|---|---|---|---|');
for (const [name, each] of Object.entries(waits)) {
  const sorted = each.sort((a, b) => a - b);
  const cells = [0.5, 0.95, 0.99].map((share) => quantile(sorted, share).toFixed(0));
  const failed = errors.filter((error) => error.startsWith(`${name}: `)).length;
  console.log(`| ${name} | ${each.length} | ${cells.join(' | ')} | ${failed} |`);
}
const total = Object.values(waits).reduce((sum, each) => sum + each.length, 0);
console.log(
  `\n${(total / (minutes * 60)).toFixed(1)} requests a second; the host used ${cores.toFixed(2)} cores.`,
);
console.log(
  `Memory: ${meanMemory(0.2, 0.4).toFixed(0)} MB in the second fifth of the run, ${meanMemory(0.8, 1).toFixed(0)} MB in the last one; ${memorySlope().toFixed(0)} MB an hour from the first fifth on${minutes < 5 ? ', which says little after so short a run' : ''}.`,
);
console.log(`Errors: ${errors.length}. ${[...new Set(errors)].slice(0, 5).join(' ')}`);
await host.end('SIGTERM');
await data.remove();
if (errors.length > 0) process.exitCode = 1;
