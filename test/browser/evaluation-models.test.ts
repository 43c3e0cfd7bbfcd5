import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import type { ApiClient } from './api-client.ts';
import { browserMissing } from './browser-missing.ts';
import { findViolations } from './find-violations.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const [WIDTH, HEIGHT] = [320, 240];
const LABELLED = ['one.png', 'two.png', 'three.png'];
/** Of head and hands; the box around them is 40, 40, 60 × 70. */
const POINTS = [
  [70, 40],
  [40, 110],
  [100, 110],
];
/** A filled rectangle: x from 180 to 220, y from 100 to 180. */
const MASK = {
  size: [HEIGHT, WIDTH] as [number, number],
  counts: encodeRleCounts([
    180 * HEIGHT + 100,
    ...Array.from({ length: 39 }, () => [80, HEIGHT - 80]).flat(),
    80,
    101 * HEIGHT - 180,
  ]),
};
const CROWD = { type: 'box', x: 10, y: 130, width: 120, height: 100 };

type Found = Record<string, unknown> & { image_id: string };

const vans = (shifts: number[]): Found[] =>
  shifts.map((shift, i) => ({
    image_id: LABELLED[i],
    category_id: 1,
    bbox: [150 + shift, 20, 80, 60],
    score: 0.9,
  }));
/** Finds the van of every image, and more of what is in the first one; one prediction lies in the crowd. */
const GOOD: Found[] = [
  ...vans([0, 2, 4]),
  { image_id: 'one.png', category_id: 1, bbox: [20, 140, 30, 30], score: 0.95 },
  { image_id: 'one.png', category_id: 5, keypoints: POINTS.flatMap((p) => [...p, 2]), score: 0.8 },
  { image_id: 'one.png', category_id: 6, segmentation: MASK, score: 0.7 },
];
/** Misses the van of the second image. */
const POOR: Found[] = vans([0, 140, 4]);

describe.skipIf(missing !== undefined)(
  `holding two models against each other${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      const keys = [...LABELLED, 'four.png'];
      seed = await seedProject(
        host,
        keys.map((key) => ({ key, width: WIDTH, height: HEIGHT })),
      );
      await askForCrowds(seed);
      await label(seed);
      await evaluate(seed, 'Poor model', POOR);
      await evaluate(seed, 'Good model', GOOD);
      await ended(seed.admin, await seed.admin.call('POST', 'curations', { projectId: seed.projectId }));
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('leaves crowds alone and draws keypoints and masks as they are', async () => {
      const { page, faults } = await openPage(browser, { as: seed.admin });
      await openEvaluation(page, 'Good model');
      await page.getByText(/Crowds among the labels: 1;.*count for nothing: 1\./).waitFor();
      await page.getByRole('button', { name: '3 right, Vehicle' }).click();
      expect(await page.getByRole('button', { name: /nothing there|background predicted/ }).count()).toBe(0);
      await page.getByRole('button', { name: '1 right, Person' }).click();
      const person = page.getByRole('img', { name: 'Person, right, in one.png' });
      await person.locator('path').nth(1).waitFor({ state: 'attached' });
      expect(await person.locator('path').first().getAttribute('d')).toBe('M70 40h0M40 110h0M100 110h0');
      await page.getByRole('button', { name: '1 right, Sky' }).click();
      const sky = page.getByRole('img', { name: 'Sky, right, in one.png' });
      await sky.locator('path').nth(1).waitFor({ state: 'attached' });
      expect(await sky.locator('rect').count()).toBe(0);
      expect(faults).toEqual([]);
    });

    it('lists the images that flipped, and finds unlabelled ones like those that fail', async () => {
      const { page, faults } = await openPage(browser, { as: seed.admin });
      await openEvaluation(page, 'Poor model');
      await page.getByRole('combobox', { name: 'Other model' }).click();
      await page.getByRole('option', { name: /^Good model/ }).click();
      const flipped = page.getByRole('table', { name: 'Images that differ most' });
      await flipped.getByRole('link', { name: 'two.png' }).waitFor();
      expect(await flipped.getByRole('link', { name: 'three.png' }).count()).toBe(0);
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Find similar unlabelled images' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('img', { name: 'four.png' }).waitFor();
      await dialog.getByRole('button', { name: 'Send 1 image to annotation' }).click();
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByText('1 of 1 tasks have priority 90 now').waitFor();
      expect(faults).toEqual([]);
    });

    async function openEvaluation(page: Page, name: string): Promise<void> {
      await page.goto(`${host.origin}/projects/${seed.projectId}/evaluations`);
      await page.getByRole('link', { name }).click();
      await page
        .getByRole('button', { name: /right, Vehicle$/ })
        .first()
        .waitFor();
    }
  },
);

/** Vehicles may be crowds from now on. */
async function askForCrowds({ admin, projectId }: SeededProject): Promise<void> {
  const { ontologyId } = await admin.call<{ ontologyId: string }>('GET', `projects/${projectId}`);
  const { name, revision, classes, classifications } = await admin.call<{
    name: string;
    revision: number;
    classes: Record<string, unknown>[];
    classifications: unknown[];
  }>('GET', `ontologies/${ontologyId}`);
  const attribute = { id: 'crowd', name: 'iscrowd', type: 'number' };
  const [vehicle, ...others] = classes;
  const body = { name, classes: [{ ...vehicle, attributes: [attribute] }, ...others], classifications };
  await admin.call('PUT', `ontologies/${ontologyId}`, body, { 'if-match': `"${revision}"` });
}

/** A van on three images; on the first a crowd, a person and a piece of sky as well. */
async function label({ admin, projectId, classOf }: SeededProject): Promise<void> {
  const at = new Date().toISOString();
  const object = (id: string, classId: string, shape: object, attributes = {}) => ({
    id,
    classId,
    shape,
    attributes,
    createdBy: 'a',
    createdAt: at,
    updatedBy: 'a',
    updatedAt: at,
  });
  const van = object('van', classOf.box, { type: 'box', x: 150, y: 20, width: 80, height: 60 });
  const points = POINTS.map(([x, y]) => ({ x, y, visibility: 2 }));
  const more = [
    object('crowd', classOf.box, CROWD, { crowd: 1 }),
    object('person', classOf.keypoints, { type: 'keypoints', points }),
    object('sky', classOf.mask, { type: 'mask', ...MASK }),
  ];
  const { items } = await admin.call<{ items: { id: string; imageName: string }[] }>(
    'GET',
    `tasks?projectId=${projectId}`,
  );
  for (const { id, imageName } of items.filter((task) => LABELLED.includes(task.imageName))) {
    await admin.call('POST', `tasks/${id}/claim`, {});
    const objects = imageName === 'one.png' ? [van, ...more] : [van];
    await admin.call('PUT', `tasks/${id}/labels`, { objects, classifications: [] }, { 'if-match': '"0"' });
  }
}

async function evaluate({ admin, projectId }: SeededProject, name: string, found: Found[]): Promise<void> {
  const text = JSON.stringify(found);
  const files = [{ name: 'results.json', size: text.length }];
  const { predictionSet, uploads } = await admin.call<{
    predictionSet: { id: string };
    uploads: { url: string; method: string; headers: Record<string, string> }[];
  }>('POST', 'prediction-sets', { projectId, name, files });
  const { url, method, headers } = uploads[0];
  await fetch(new URL(url, admin.cookie.url), { method, headers, body: text });
  await ended(admin, await admin.call('POST', `prediction-sets/${predictionSet.id}/import`, {}));
  const scored = { predictionSetId: predictionSet.id, iouType: 'bbox' };
  await ended(admin, await admin.call('POST', 'evaluations', scored));
}

async function ended(admin: ApiClient, { id }: { id?: string }): Promise<void> {
  for (let round = 0; round < 300; round++) {
    const { status } = await admin.call<{ status: string }>('GET', `jobs/${id}`);
    if (status === 'succeeded') return;
    if (status === 'failed') throw new Error(`The job ${id} failed.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The job ${id} did not end within 30 seconds.`);
}
