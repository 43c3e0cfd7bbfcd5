/**
 * How fast is the map of a million images in a browser? Needs Chromium and `npm run build:web`.
 *
 *     node bench/curate/map-in-browser.ts [images]
 *
 * A project of three images is curated, and the table of its curation is replaced by a large one; the page then is
 * what people see. Opening is measured from the address to the drawn map, everything else from what a person does to
 * the frame after the map, or the number of images shown, has changed.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { encodeBlobPath } from '../../shared/blobs/blob-path.ts';
import { seededRandom } from '../../shared/curation/seeded-random.ts';
import type { Column, Table } from '../../shared/tables/column.ts';
import { writeTable } from '../../shared/tables/write-table.ts';
import { openBrowser, openPage } from '../../test/browser/open-page.ts';
import { seedProject } from '../../test/browser/seed-project.ts';
import { startLapidary } from '../../test/browser/start-lapidary.ts';

const COUNT = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 7;
const heading = `${COUNT.toLocaleString('en')} images`;

/** As the last step of a curation writes it. */
function makeTable(real: { id: string; assetId: string }[]): Table {
  const random = seededRandom(1);
  const bell = () => random() + random() + random() - 1.5;
  const numbers = (value: (row: number) => number): Column => ({
    kind: 'number',
    values: Float64Array.from({ length: COUNT }, (_, row) => value(row)),
  });
  const integers = (value: (row: number) => number): Column => ({
    kind: 'integer',
    values: Int32Array.from({ length: COUNT }, (_, row) => value(row)),
  });
  const texts = (value: (row: number) => string): Column => ({
    kind: 'text',
    values: Array.from({ length: COUNT }, (_, row) => value(row)),
  });
  const group = (row: number) => row % 24;
  const isDark = (row: number) => row % 50 === 0;
  return {
    asset_id: texts((row) => real[row % real.length].assetId),
    task_id: texts((row) => real[row % real.length].id),
    key: texts((row) => `${row}.jpg`),
    width: numbers(() => 640),
    height: numbers(() => 480),
    brightness: numbers(random),
    contrast: numbers(random),
    sharpness: numbers(() => 1000 * random()),
    entropy: numbers(() => 8 * random()),
    uniqueness: numbers(random),
    cluster: integers(group),
    leaf: integers((row) => row % 200),
    x: numbers((row) => 10 * Math.cos(group(row)) + 3 * bell()),
    y: numbers((row) => 10 * Math.sin(group(row)) + 3 * bell()),
    issues: texts((row) => (isDark(row) ? 'dark' : '')),
    issue_reasons: texts((row) => (isDark(row) ? 'Mean brightness is 4.0 %, below 10.0 %.' : '')),
    neighbours: texts((row) =>
      Array.from({ length: 12 }, (_, at) => (row + 24 * (at + 1)) % COUNT).join(' '),
    ),
    neighbour_distances: texts(() => Array.from({ length: 12 }, (_, at) => `0.${at + 1}00`).join(' ')),
    selected_rank: integers((row) => (row < 200 ? row : -1)),
    selected_reason: texts((row) => (row < 200 ? 'Far from everything chosen before it.' : '')),
  };
}

/** From the press of a key, in turns, to the second frame after it, when the map has been drawn anew. */
async function timeKeys(page: Page, keys: string[], rounds: number): Promise<number[]> {
  return page.evaluate(
    async ([turns, count]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas[role=img]')!;
      const press = (key: string) =>
        canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        await new Promise((done) => setTimeout(done, 100));
        const start = performance.now();
        press(turns[i % turns.length]);
        await frame();
        await frame();
        times.push(performance.now() - start);
      }
      return times;
    },
    [keys, rounds] as const,
  );
}

const told = (what: string, times: number[]) => {
  const sorted = times.toSorted((a, b) => a - b);
  const [middle, worst] = [sorted[sorted.length >> 1], sorted.at(-1) ?? 0];
  console.log(`${what.padEnd(34)} median ${middle.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`);
};

const host = await startLapidary();
const browser = await openBrowser();
try {
  const seed = await seedProject(
    host,
    ['one.png', 'two.png', 'three.png'].map((key) => ({ key, width: 320, height: 240 })),
  );
  const { admin, projectId } = seed;
  const { id: jobId } = await admin.call<{ id: string }>('POST', 'curations', { projectId });
  for (let status = ''; status !== 'succeeded';) {
    ({ status } = await admin.call<{ status: string }>('GET', `jobs/${jobId}`));
    if (status === 'failed') throw new Error('The curation failed.');
    await new Promise((done) => setTimeout(done, 200));
  }
  const { items } = await admin.call<{ items: { id: string; assetId: string }[] }>(
    'GET',
    `tasks?projectId=${projectId}`,
  );
  const bytes = writeTable(makeTable(items));
  const path = encodeBlobPath(blobKeys.curationTable(jobId));
  await writeFile(join(host.data, 'blobs/objects', path), bytes);
  console.log(`${COUNT.toLocaleString('en-US')} images, a table of ${Math.round(bytes.length / 1e6)} MB`);

  const { page, faults } = await openPage(browser, { as: admin });
  const openings: number[] = [];
  for (let round = 0; round < 3; round++) {
    await page.goto('about:blank');
    const started = performance.now();
    await page.goto(`${host.origin}/projects/${projectId}/explore`);
    await page.getByRole('heading', { name: heading }).waitFor({ timeout: 120_000 });
    await page.locator('canvas[role=img]').waitFor();
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    openings.push(performance.now() - started);
  }
  told('open', openings);
  told('move, one step and its frame', await timeKeys(page, ['ArrowLeft', 'ArrowRight'], ROUNDS));
  told('zoom, one step and its frame', await timeKeys(page, ['+', '-'], ROUNDS));

  const lassos: number[] = [];
  for (let round = 0; round < 3; round++) {
    const box = (await page.locator('canvas[role=img]').boundingBox())!;
    const corner = (angle: number): [number, number] => [
      box.x + box.width / 2 + Math.cos(angle) * box.width * 0.2,
      box.y + box.height / 2 + Math.sin(angle) * box.height * 0.2,
    ];
    await page.mouse.move(...corner(0));
    await page.mouse.down();
    for (let step = 1; step <= 40; step++) await page.mouse.move(...corner((step * 2 * Math.PI) / 40));
    const started = performance.now();
    await page.mouse.up();
    await page.getByRole('heading', { name: heading }).waitFor({ state: 'detached' });
    lassos.push(performance.now() - started);
    await page.locator('canvas[role=img]').click({ position: { x: 3, y: 3 } });
    await page.getByRole('heading', { name: heading }).waitFor();
  }
  told('lasso of 40 corners, to the count', lassos);

  const choices: number[] = [];
  for (const issue of [/^dark /, /^dark /]) {
    const started = performance.now();
    await page.getByText(issue).first().click();
    await page
      .getByRole('heading', { name: heading })
      .waitFor({ state: choices.length === 0 ? 'detached' : 'visible' });
    choices.push(performance.now() - started);
  }
  told('only an issue, and all again', choices);
  const held = await page.evaluate(
    () => (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0,
  );
  console.log(`memory of scripts                  ${Math.round(held / 1e6)} MB`);
  for (const fault of faults) console.error(fault);
} finally {
  await browser.close();
  await host.stop();
}
