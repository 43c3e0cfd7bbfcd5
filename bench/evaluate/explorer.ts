/**
 * How fast is the explorer of evaluations with a million predictions? Needs Chromium and `npm run build:web`.
 *
 *     node bench/evaluate/explorer.ts [predictions] [--screenshots FOLDER]
 *
 * A project of three images is evaluated, and its tables are replaced by large ones (20,000 images, 150,000 objects);
 * the page then is what people see. Opening is measured from the click on the evaluation to the numbers of its
 * classes; a slider from the key press to the frame that shows the new numbers and curves.
 */
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { encodeBlobPath } from '../../shared/blobs/blob-path.ts';
import type { Table } from '../../shared/tables/column.ts';
import { writeTable } from '../../shared/tables/write-table.ts';
import { openBrowser, openPage } from '../../test/browser/open-page.ts';
import { seedProject, type SeededProject } from '../../test/browser/seed-project.ts';
import { startLapidary } from '../../test/browser/start-lapidary.ts';

const { values: flags, positionals } = parseArgs({
  options: { screenshots: { type: 'string' } },
  allowPositionals: true,
});
const PREDICTIONS = Number(positionals[0] ?? 1_000_000);
const IMAGES = 20_000;
const TRUTHS = Math.round(PREDICTIONS * 0.15);
const CLASSES = 8;

/** Uniform numbers with a fixed seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const column = (kind: 'number' | 'integer', length: number, value: (row: number) => number) => ({
  kind,
  values: Float64Array.from({ length }, (_, row) => value(row)),
});

/** Three tables as the evaluation writes them, with predictions by descending score. */
function makeTables(real: { assetId: string; taskId: string }[]): Record<string, Table> {
  const random = numbers(11);
  const of = (from: number, to: number) => () => from + (to - from) * random();
  const texts = (value: (row: number) => string) => ({
    kind: 'text' as const,
    values: Array.from({ length: IMAGES }, (_, row) => value(row)),
  });
  const boxes = (length: number): Table => ({
    x: column('number', length, of(0, 200)),
    y: column('number', length, of(0, 150)),
    width: column('number', length, of(20, 100)),
    height: column('number', length, of(20, 80)),
  });
  const truthImage = Float64Array.from({ length: TRUTHS }, () => Math.floor(random() * IMAGES));
  const truthOf = Float64Array.from({ length: PREDICTIONS }, () =>
    random() < 0.6 ? Math.floor(random() * TRUTHS) : -1,
  );
  const best = new Float64Array(TRUTHS).fill(-1);
  const iou = Float64Array.from(truthOf, (truth) => (truth < 0 ? 0 : random() ** 0.5));
  const duplicate = Float64Array.from(truthOf, (truth, row) => {
    if (truth < 0) return -1;
    const before = best[truth];
    best[truth] = Math.max(before, iou[row]);
    return before;
  });
  const truthClass = Float64Array.from({ length: TRUTHS }, () => Math.floor(random() ** 2 * CLASSES));
  return {
    images: {
      assetId: texts((row) => real[row % real.length].assetId),
      taskId: texts((row) => real[row % real.length].taskId),
      key: texts((row) => `${row}.png`),
      split: texts((row) => (row % 5 === 0 ? 'test' : 'val')),
      width: column('number', IMAGES, () => 320),
      height: column('number', IMAGES, () => 240),
      brightness: column('number', IMAGES, of(0.1, 0.9)),
      contrast: column('number', IMAGES, of(0.05, 0.3)),
      sharpness: column('number', IMAGES, of(0, 2000)),
    },
    truths: {
      image: { kind: 'integer', values: truthImage },
      class_index: { kind: 'integer', values: truthClass },
      iou_threshold: { kind: 'number', values: best },
      area: column('number', TRUTHS, of(400, 8000)),
      ...boxes(TRUTHS),
    },
    predictions: {
      image: column('integer', PREDICTIONS, (row) =>
        truthOf[row] < 0 ? Math.floor(random() * IMAGES) : truthImage[truthOf[row]],
      ),
      class_index: column('integer', PREDICTIONS, (row) =>
        truthOf[row] < 0 ? Math.floor(random() * CLASSES) : truthClass[truthOf[row]],
      ),
      score: column('number', PREDICTIONS, (row) => Math.round((1 - row / PREDICTIONS) * 1e5) / 1e5),
      iou: { kind: 'number', values: iou },
      match_duplicate_iou: { kind: 'number', values: duplicate },
      truth: { kind: 'integer', values: truthOf },
      other_iou: column('number', PREDICTIONS, (row) => (row % 3 === 0 ? random() : 0)),
      other_truth: column('integer', PREDICTIONS, (row) =>
        row % 3 === 0 ? Math.floor(random() * TRUTHS) : -1,
      ),
      area: column('number', PREDICTIONS, of(400, 8000)),
      ...boxes(PREDICTIONS),
    },
  };
}

/** Scores one prediction on each image, and returns the evaluation's id. */
async function evaluateSmall({ admin, projectId }: SeededProject, origin: string): Promise<string> {
  interface Started {
    predictionSet: { id: string };
    uploads: { url: string; method: string; headers: Record<string, string> }[];
  }
  const { items } = await admin.call<{ items: { id: string }[] }>('GET', `tasks?projectId=${projectId}`);
  const results = ['one.png', 'two.png', 'three.png'].map((image_id) => ({
    image_id,
    category_id: 1,
    bbox: [20, 20, 80, 60],
    score: 0.9,
  }));
  const body = JSON.stringify(results);
  const started = await admin.call<Started>('POST', 'prediction-sets', {
    projectId,
    name: 'A million',
    files: [{ name: 'results.json', size: body.length }],
  });
  const [upload] = started.uploads;
  const { method, headers } = upload;
  await fetch(new URL(upload.url, origin), { method, headers, body });
  const setId = started.predictionSet.id;
  const ended = async (job: { id: string }): Promise<string> => {
    for (;;) {
      const { status } = await admin.call<{ status: string }>('GET', `jobs/${job.id}`);
      if (status === 'succeeded') return job.id;
      if (status === 'failed') throw new Error(`The job ${job.id} failed.`);
      await new Promise((done) => setTimeout(done, 200));
    }
  };
  await ended(await admin.call('POST', `prediction-sets/${setId}/import`));
  if (items.length === 0) throw new Error('There are no tasks.');
  return ended(await admin.call('POST', 'evaluations', { predictionSetId: setId }));
}

/** From one key press on a slider to the frame after the numbers have changed, in ms. */
function timeSlider(page: Page, name: string, presses: number): Promise<number[]> {
  return page.evaluate(
    async ([label, count]) => {
      const slider = document.querySelector<HTMLElement>(`[role=slider][aria-label="${label}"]`)!;
      const table = document.querySelector('[aria-label="By class"]')!;
      const times: number[] = [];
      slider.focus();
      for (let i = 0; i < count; i++) {
        await new Promise((done) => setTimeout(done, 150));
        times.push(
          await new Promise<number>((done) => {
            const start = performance.now();
            const observer = new MutationObserver(() => {
              observer.disconnect();
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
            });
            observer.observe(table, { subtree: true, characterData: true, childList: true });
            const key = i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft';
            slider.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true }));
          }),
        );
      }
      return times;
    },
    [name, presses] as const,
  );
}

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1];
const describe = (list: number[]): string => {
  const sorted = list.toSorted((a, b) => a - b);
  return `median ${median(list).toFixed(0)} ms, worst ${sorted.at(-1)?.toFixed(0)} ms`;
};

const host = await startLapidary();
const browser = await openBrowser();
try {
  const images = ['one.png', 'two.png', 'three.png'];
  const seed = await seedProject(
    host,
    images.map((key) => ({ key, width: 320, height: 240 })),
  );
  const { admin, projectId } = seed;
  const { items } = await admin.call<{ items: { id: string; assetId: string }[] }>(
    'GET',
    `tasks?projectId=${projectId}`,
  );
  for (const { id } of items) {
    const at = new Date().toISOString();
    const shape = { type: 'box', x: 20, y: 20, width: 80, height: 60 };
    const object = { id: 'van', classId: seed.classOf.box, shape, attributes: {} };
    const by = { createdBy: 'a', createdAt: at, updatedBy: 'a', updatedAt: at };
    await admin.call('POST', `tasks/${id}/claim`, {});
    const labels = { objects: [{ ...object, ...by }], classifications: [] };
    await admin.call('PUT', `tasks/${id}/labels`, labels, { 'if-match': '"0"' });
  }
  const evaluationId = await evaluateSmall(seed, host.origin);
  const tables = makeTables(items.map(({ id, assetId }) => ({ taskId: id, assetId })));
  for (const [name, table] of Object.entries(tables)) {
    const path = encodeBlobPath(blobKeys.evaluationTable(evaluationId, name));
    await writeFile(join(host.data, 'blobs/objects', path), writeTable(table));
  }

  const openings: number[] = [];
  const { page, faults } = await openPage(browser, { as: admin });
  for (let round = 0; round < 5; round++) {
    await page.goto(`${host.origin}/projects/${projectId}/evaluations`);
    const link = page.getByRole('link', { name: 'A million' });
    await link.waitFor();
    await page.waitForTimeout(500);
    const start = performance.now();
    await link.click();
    await page
      .getByLabel('By class')
      .getByRole('row', { name: /^Vehicle/ })
      .waitFor();
    openings.push(performance.now() - start);
  }
  console.log(`${PREDICTIONS.toLocaleString('en')} predictions`);
  console.log(`opening: ${describe(openings)}`);
  console.log(`IoU slider: ${describe(await timeSlider(page, 'IoU at least', 40))}`);
  console.log(`score slider: ${describe(await timeSlider(page, 'Score at least', 40))}`);
  if (flags.screenshots !== undefined) {
    mkdirSync(flags.screenshots, { recursive: true });
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(flags.screenshots, `evaluation-${scheme}.png`), fullPage: true });
    }
  }
  if (faults.length > 0) console.error(faults.join('\n'));
} finally {
  await browser.close();
  await host.stop();
}
