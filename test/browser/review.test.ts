import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { browserMissing } from './browser-missing.ts';
import { LabelPage, savedLabels } from './label-page.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const IMAGE = { width: 640, height: 480 };
const WORKFLOW = {
  name: 'Label, review and mend',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'annotate' }] },
    { id: 'annotate', kind: 'annotate', name: 'Annotate', pathways: [{ name: 'submitted', to: 'review' }] },
    {
      id: 'review',
      kind: 'review',
      name: 'Review',
      // Who mends a label in a review may still judge the correction.
      settings: { editLabels: true, noSelfReview: false },
      pathways: [
        { name: 'approved', to: 'complete' },
        { name: 'rejected', to: 'annotate' },
      ],
    },
    { id: 'complete', kind: 'complete', name: 'Complete' },
  ],
};

interface Review {
  outcome?: string;
  decisions: { objectId: string; decision: string; reason?: string }[];
}

describe.skipIf(missing !== undefined)(
  `reviewing by keyboard${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let page: Page;
    let label: LabelPage;
    let taskId: string;
    let faults: string[];

    const box = (id: string, x: number, shapeOf: 'box' | 'ellipse' = 'box'): LabelObject => ({
      id,
      classId: seed.classOf[shapeOf],
      shape:
        shapeOf === 'box'
          ? { type: 'box', x, y: 100, width: 60, height: 60 }
          : { type: 'ellipse', cx: x, cy: 300, rx: 30, ry: 20, angle: 0 },
      attributes: {},
      source: 'manual',
      createdBy: 'ana',
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedBy: 'ana',
      updatedAt: '2026-01-01T00:00:00.000Z',
    });
    const annotate = async (revision: number, objects: LabelObject[]) => {
      await seed.annotator.call('POST', `tasks/${taskId}/claim`, {});
      await seed.annotator.call(
        'PUT',
        `tasks/${taskId}/labels`,
        { objects, classifications: [] },
        { 'if-match': `"${revision}"` },
      );
    };
    const reviews = async () =>
      (await seed.admin.call<{ items: Review[] }>('GET', `tasks/${taskId}/reviews`)).items;
    const zoom = async () =>
      Number(/(\d+) %/.exec((await page.locator('.status-line').textContent()) ?? '')?.[1]);

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [{ key: 'street.png', ...IMAGE }], WORKFLOW);
      await seed.admin.call('PATCH', `projects/${seed.projectId}`, {
        rejectionReasons: ['Loose outline', 'Wrong class'],
      });
      const { items } = await seed.admin.call<{ items: { id: string }[] }>(
        'GET',
        `tasks?projectId=${seed.projectId}`,
      );
      taskId = items[0].id;
      await annotate(0, [
        box('first', 50),
        box('second', 200),
        box('third', 350),
        box('round', 100, 'ellipse'),
      ]);
      await seed.annotator.call('POST', `tasks/${taskId}/submit`, {});
      ({ page, faults } = await openPage(browser, { as: seed.reviewer }));
      label = new LabelPage(page);
      await label.open(host.origin, taskId);
      await page.getByText('0 of 4 decided').waitFor();
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('goes from object to object, zoomed in, and approves by key', async () => {
      const fitted = await zoom();
      await page.keyboard.press('a');
      await page.getByText('1 of 4 decided').waitFor();
      expect(await zoom()).toBeGreaterThan(fitted * 1.5);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('a');
      await page.getByText('2 of 4 decided').waitFor();
      // And takes a decision back.
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('u');
      await page.getByText('1 of 4 decided').waitFor();
    });

    it('rejects a whole class with a reason of the project, by its number', async () => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Wheel' }).first().click();
      await page.keyboard.press('Shift+C');
      await page.keyboard.press('x');
      await page.getByRole('dialog', { name: /Why is this/ }).waitFor();
      await page.keyboard.press('1');
      await page.getByText(/1 rejected/).waitFor();
      await page.getByRole('button', { name: 'Approve all of Vehicle' }).click();
      await page.getByText('4 of 4 decided, 1 rejected').waitFor();
      await expect
        .poll(async () => (await reviews()).at(-1)?.decisions.find((one) => one.objectId === 'round'))
        .toMatchObject({ decision: 'rejected', reason: 'Loose outline' });
    });

    it('pins a comment to a place', async () => {
      await page.keyboard.press('f');
      await page.getByRole('tab', { name: 'Comments' }).click();
      await page.getByRole('textbox', { name: 'New comment' }).fill('Is there one missing?');
      await page.getByRole('button', { name: 'Pin it to a place' }).click();
      await page.mouse.click(...(await label.toScreen([500, 400], IMAGE)));
      await page.getByText('About 500, 400').waitFor();
      await page.getByRole('button', { name: 'Comment', exact: true }).click();
      await page.locator('.editor-pin').waitFor();
      await page.getByRole('tab', { name: 'Labels' }).click();
    });

    it('mends an object in the review', async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('v');
      await label.drag(await label.toScreen([80, 130], IMAGE), await label.toScreen([90, 150], IMAGE));
      await label.saveNow();
      const { objects } = await savedLabels(seed.admin, taskId);
      expect(objects.find(({ id }) => id === 'first')?.shape).toMatchObject({ x: 60, y: 120 });
    });

    it('sends it back by keyboard, and shows before and after when it returns', async () => {
      await page.keyboard.press('Control+Enter');
      await page.getByText('All done here').waitFor();
      expect((await reviews()).at(-1)?.outcome).toBe('rejected');
      const { revision, objects } = await savedLabels(seed.admin, taskId);
      const mended = objects
        .filter(({ id }) => id !== 'third')
        .map((object) => (object.id === 'round' ? { ...box('round', 160, 'ellipse') } : object));
      await annotate(revision, [...mended, box('new', 500)]);
      await seed.annotator.call('POST', `tasks/${taskId}/resolve`, {
        reasons: [{ index: 0, resolved: true }],
      });
      await seed.annotator.call('POST', `tasks/${taskId}/submit`, {});
      await label.open(host.origin, taskId);
      const panel = page.getByRole('region', { name: 'Correction' });
      await panel.getByText('3 objects were changed').waitFor();
      expect(await panel.locator('.change-row').allTextContents()).toEqual([
        'WheelChanged',
        'VehicleNew',
        'VehicleDeleted',
      ]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('f');
      const inkAt = async (x: number, y: number) => {
        const [left, top] = await label.toScreen([x, y], IMAGE);
        await page.waitForTimeout(250);
        return page.evaluate<number>(
          `(() => {
            const canvas = document.querySelectorAll('.editor-stage canvas')[1];
            const place = canvas.getBoundingClientRect();
            const { data } = canvas.getContext('2d').getImageData(${left} - place.left - 4, ${top} - place.top - 4, 9, 9);
            let ink = 0;
            for (let i = 3; i < data.length; i += 4) ink += data[i] > 0 ? 1 : 0;
            return ink;
          })()`,
        );
      };
      // The deleted box's left edge: nothing now, its old outline in "both" and "before".
      expect(await inkAt(350, 130)).toBe(0);
      await page.keyboard.press('d');
      await expect.poll(() => inkAt(350, 130)).toBeGreaterThan(0);
      expect(await inkAt(530, 130)).toBeGreaterThan(0);
      await page.keyboard.press('d');
      await expect.poll(() => inkAt(530, 130)).toBe(0);
      await page.keyboard.press('d');
      await expect.poll(() => inkAt(530, 130)).toBeGreaterThan(0);
      const before = await zoom();
      await page.keyboard.press('.');
      expect(await zoom()).toBeGreaterThan(before);
      await page.keyboard.press('Shift+A');
      await page.keyboard.press('Control+Enter');
      await page.getByText('All done here').last().waitFor();
      expect(await seed.admin.call('GET', `tasks/${taskId}`)).toMatchObject({ stageId: 'complete' });
      expect(faults).toEqual([]);
    });
  },
);
