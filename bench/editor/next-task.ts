/**
 * How long it takes from submitting a task until the next one is on the screen, picture and labels, and where the time
 * goes: `node bench/editor/next-task.ts [tasks] [--json]`. Needs Chromium and `npm run build:web`.
 */
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { browserMissing } from '../../test/browser/browser-missing.ts';
import { LabelPage } from '../../test/browser/label-page.ts';
import { openBrowser, openPage } from '../../test/browser/open-page.ts';
import { seedProject } from '../../test/browser/seed-project.ts';
import { startLapidary } from '../../test/browser/start-lapidary.ts';
import { makePolygons } from './make-polygons.ts';

const missing = browserMissing();
if (missing !== undefined) throw new Error(`No benchmark: ${missing}.`);
const count = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 10);
const isJson = process.argv.includes('--json');
const SIZE = { width: 1600, height: 1200 };
const POLYGONS = 200;
/** A grey that tells the images apart: two steps are further apart than what JPEG blurs. */
const greyOf = (index: number) => 30 + 12 * index;

interface Passage {
  /** All in ms. `server`: the longest chain of answers that had to be waited for. */
  total: number;
  server: number;
  requests: { path: string; start: number; end: number }[];
}

/** Submits by keyboard and waits, frame by frame, until another task's picture and labels are seen. */
async function next(page: Page): Promise<Passage> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const nameNow = () => document.querySelector('h1')?.textContent ?? '';
    const before = nameNow();
    performance.clearResourceTimings();
    const start = performance.now();
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
    const look = () => {
      const name = nameNow();
      const [picture, labels] = document.querySelectorAll('.editor-stage canvas');
      if (performance.now() - start > 10000) reject(new Error('No next task came: ' + name));
      else if (name === before || name === '' || !picture || !labels) requestAnimationFrame(look);
      else {
        const [x, y] = [picture.width >> 1, picture.height >> 1];
        const grey = picture.getContext('2d').getImageData(x, y, 1, 1).data[0];
        const wanted = 30 + 12 * Number(name.match(/\\d+/)[0]);
        const drawn = labels.getContext('2d').getImageData(x - 20, y - 20, 40, 40).data;
        let ink = 0;
        for (let i = 3; i < drawn.length; i += 4) ink += drawn[i] > 0 ? 1 : 0;
        if (Math.abs(grey - wanted) > 4 || ink < 200) requestAnimationFrame(look);
        else {
          const end = performance.now();
          const requests = performance.getEntriesByType('resource')
            .filter((entry) => entry.startTime >= start && entry.startTime < end)
            .map((entry) => ({ path: new URL(entry.name).pathname, start: entry.startTime - start, end: entry.responseEnd - start }));
          const work = requests.filter(({ path }) => /submit|claim|labels$/.test(path));
          resolve({ total: end - start, server: Math.max(0, ...work.map((entry) => entry.end)), requests });
        }
      }
    };
    requestAnimationFrame(look);
  })`);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

const host = await startLapidary();
const browser = await openBrowser();
try {
  const images = await Promise.all(
    Array.from({ length: count + 1 }, async (_, index) => {
      const grey = greyOf(index);
      const background = { r: grey, g: grey, b: grey };
      const bytes = await sharp({ create: { ...SIZE, channels: 3, background } })
        .jpeg()
        .toBuffer();
      return { key: `image-${String(index).padStart(2, '0')}.jpg`, ...SIZE, bytes };
    }),
  );
  const seed = await seedProject(host, images);
  const { items } = await seed.admin.call<{ items: { id: string }[] }>(
    'GET',
    `tasks?projectId=${seed.projectId}&limit=100`,
  );
  for (const { id } of items) {
    const objects = makePolygons(POLYGONS, 24, SIZE.width, SIZE.height).map((object) => ({
      ...object,
      classId: seed.classOf.polygon,
    }));
    await seed.admin.call('POST', `tasks/${id}/claim`, {});
    await seed.admin.call(
      'PUT',
      `tasks/${id}/labels`,
      { objects, classifications: [] },
      { 'if-match': '"0"' },
    );
    await seed.admin.call('POST', `tasks/${id}/release`, {});
  }
  const { page } = await openPage(browser, { as: seed.annotator });
  const label = new LabelPage(page);
  await label.open(host.origin, items[0].id);
  await page.getByText(`${SIZE.width} × ${SIZE.height} px`).waitFor();
  const passages: Passage[] = [];
  for (let i = 0; i < count; i++) {
    // A person looks at the image for a while; what comes next is fetched meanwhile.
    await page.waitForTimeout(1_500);
    passages.push(await next(page));
  }
  const total = passages.map((one) => one.total);
  const server = passages.map((one) => one.server);
  const rest = passages.map((one) => one.total - one.server);
  const result = {
    tasks: count,
    image: SIZE,
    polygons: POLYGONS,
    medianMs: median(total),
    slowestMs: Math.max(...total),
    medianServerMs: median(server),
    medianPaintMs: median(rest),
  };
  if (isJson) console.log(JSON.stringify({ ...result, passages }));
  else {
    console.log(`Submit → next task on the screen (${count} tasks, ${POLYGONS} polygons each):`);
    console.log(`  median ${result.medianMs.toFixed(0)} ms, slowest ${result.slowestMs.toFixed(0)} ms`);
    console.log(
      `  of it: answers of the server ${result.medianServerMs.toFixed(0)} ms, page ${result.medianPaintMs.toFixed(0)} ms`,
    );
    for (const { path, start, end } of passages[passages.length - 1].requests)
      console.log(`    ${start.toFixed(0).padStart(4)} … ${end.toFixed(0).padStart(4)} ms  ${path}`);
  }
} finally {
  await browser.close();
  await host.stop();
}
