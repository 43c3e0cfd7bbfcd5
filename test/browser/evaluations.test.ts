import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { findViolations } from './find-violations.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const IMAGES = ['one.png', 'two.png', 'three.png'];
const OUTLINE = [
  [150, 40],
  [290, 60],
  [220, 200],
];

describe.skipIf(missing !== undefined)(
  `evaluating a model by hand${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(
        host,
        IMAGES.map((key) => ({ key, width: 320, height: 240 })),
      );
      const { admin, projectId } = seed;
      const { items } = await admin.call<{ items: { id: string }[] }>('GET', `tasks?projectId=${projectId}`);
      const at = new Date().toISOString();
      for (const { id } of items) {
        const object = {
          id: 'van',
          classId: seed.classOf.box,
          shape: { type: 'box', x: 20, y: 20, width: 80, height: 60 },
          attributes: {},
          createdBy: 'a',
          createdAt: at,
          updatedBy: 'a',
          updatedAt: at,
        };
        const house = {
          ...object,
          id: 'house',
          classId: seed.classOf.polygon,
          shape: { type: 'polygon', parts: [[OUTLINE]] },
        };
        await admin.call('POST', `tasks/${id}/claim`, {});
        const labels = { objects: [object, house], classifications: [] };
        await admin.call('PUT', `tasks/${id}/labels`, labels, { 'if-match': '"0"' });
      }
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('imports predictions, scores them, and shows what is behind a number', async () => {
      const { page, faults } = await openPage(browser, { as: seed.admin });
      await page.goto(`${host.origin}/projects/${seed.projectId}/evaluations`);
      await page.getByRole('button', { name: 'Import predictions' }).click();
      await page.getByLabel('Name').fill('First model');
      const results = IMAGES.map((image, i) => ({
        image_id: image,
        category_id: 1,
        bbox: i === 2 ? [200, 150, 40, 40] : [20, 20, 80, 60],
        score: 0.9 - i / 10,
      }));
      await page.locator('input[type=file]').setInputFiles({
        name: 'results.json',
        mimeType: 'application/json',
        buffer: Buffer.from(
          JSON.stringify([
            ...results,
            { image_id: 'one.png', category_id: 3, segmentation: [OUTLINE.flat()], score: 0.8 },
          ]),
        ),
      });
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
      await page.getByText('1 prediction set is ready').waitFor();
      await page.getByRole('button', { name: 'Evaluate' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Evaluate' }).click();
      await page.getByRole('link', { name: 'First model' }).click();

      const row = page.getByRole('row', { name: /^Vehicle 6/ });
      await row.waitFor();
      // Two of three vans are found, the third prediction is of nothing.
      await page.getByRole('button', { name: '2 right, Vehicle' }).click();
      await page.getByRole('heading', { name: '2 right, Vehicle' }).waitFor();
      await page.getByRole('button', { name: '1 of background predicted as Vehicle' }).click();
      await page.getByRole('img', { name: 'Vehicle, nothing there, in three.png' }).waitFor();
      // Shapes are drawn as they are: the prediction over the label, each a path along its outline.
      await page.getByRole('button', { name: '1 right, Building' }).click();
      const house = page.getByRole('img', { name: 'Building, right, in one.png' });
      await house.locator('path').nth(1).waitFor({ state: 'attached' });
      expect(await house.locator('rect').count()).toBe(0);
      // The surest prediction alone, by a range of scores; then the question whether a van is there at all.
      await page.getByRole('button', { name: '2 right, Vehicle' }).click();
      await page.getByRole('button', { name: 'Score and IoU' }).click();
      await page.getByRole('slider', { name: 'Score from' }).focus();
      for (let step = 0; step < 85; step++) await page.keyboard.press('ArrowRight');
      await page.getByRole('heading', { name: '1 right, Vehicle' }).waitFor();
      await page.getByRole('button', { name: 'Any score and IoU' }).click();
      await page.getByRole('heading', { name: '2 right, Vehicle' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByLabel('Kind of curve').getByText('Images').click();
      await page.getByRole('img', { name: 'Images found against false alarms, by class' }).waitFor();
      await page.getByRole('button', { name: '1 missed, Vehicle' }).click();
      await page.getByRole('img', { name: 'Vehicle, missed, in three.png' }).waitFor();
      // A higher score threshold leaves one prediction; nothing is asked of the server for it.
      const calls: string[] = [];
      page.on('request', (request) => calls.push(new URL(request.url()).pathname));
      const slider = page.getByRole('slider', { name: 'Score at least' });
      await slider.focus();
      for (let step = 0; step < 35; step++) await page.keyboard.press('ArrowRight');
      await page.getByRole('button', { name: '2 missed, Vehicle' }).waitFor();
      expect(calls.filter((path) => path.includes('evaluations'))).toEqual([]);
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Send 2 images to annotation' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
      await page.getByText('2 of 2 tasks have priority 90 now').waitFor();
      expect(faults).toEqual([]);
    });
  },
);
