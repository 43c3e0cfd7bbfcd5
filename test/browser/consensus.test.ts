import type { Browser } from 'playwright-core';
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
  name: 'Two draw, one decides',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'annotate' }] },
    {
      id: 'annotate',
      kind: 'consensus',
      name: 'Draw twice',
      settings: { annotators: 2, rule: { decide: 'person', minimumIou: 0.35 } },
      pathways: [
        { name: 'agreed', to: 'complete' },
        { name: 'disagreed', to: 'decide' },
      ],
    },
    {
      id: 'decide',
      kind: 'review',
      name: 'Decide',
      settings: { editLabels: true },
      pathways: [
        { name: 'approved', to: 'complete' },
        { name: 'rejected', to: 'annotate' },
      ],
    },
    { id: 'complete', kind: 'complete', name: 'Complete' },
  ],
};

interface Task {
  id: string;
  stageId: string;
}

describe.skipIf(missing !== undefined)(
  `consensus${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [{ key: 'street.png', ...IMAGE }], WORKFLOW);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('lets two draw blind, then a third pick between them', async () => {
      const { admin, annotator, reviewer, projectId } = seed;
      const slot = await annotator.call<Task>('POST', 'tasks/claim-next', { projectId });
      const ana = await openPage(browser, { as: annotator });
      const drawing = new LabelPage(ana.page);
      await drawing.open(host.origin, slot.id);
      await ana.page.getByText('640 × 480 px').waitFor();
      await drawing.chooseClass('Vehicle');
      await drawing.drag(
        await drawing.toScreen([100, 100], IMAGE),
        await drawing.toScreen([300, 300], IMAGE),
      );
      await ana.page.keyboard.press('Escape');
      await ana.page.getByRole('radio', { name: 'Rain' }).click();
      await drawing.saveNow();
      await ana.page.getByRole('button', { name: 'Submit' }).click();
      await ana.page.getByText('All done here').waitFor();

      const other = await admin.call<Task>('POST', 'tasks/claim-next', { projectId });
      const at = '2026-01-01T00:00:00.000Z';
      const box: LabelObject = {
        id: 'other-box',
        classId: seed.classOf.box,
        // An overlap of 42 %: the same thing by the rule of the stage, not by the usual one.
        shape: { type: 'box', x: 160, y: 130, width: 200, height: 200 },
        attributes: {},
        source: 'manual',
        createdBy: 'admin',
        createdAt: at,
        updatedBy: 'admin',
        updatedAt: at,
      };
      await admin.call(
        'PUT',
        `tasks/${other.id}/labels`,
        {
          objects: [box],
          classifications: [{ id: 'w', classificationId: 'weather', answers: { 'weather-now': 'dry' } }],
        },
        { 'if-match': '"0"' },
      );
      await admin.call('POST', `tasks/${other.id}/submit`, {});

      const task = await reviewer.call<Task>('POST', 'tasks/claim-next', { projectId });
      expect(task.stageId).toBe('decide');
      const ben = await openPage(browser, { as: reviewer });
      const deciding = new LabelPage(ben.page);
      await deciding.open(host.origin, task.id);
      const panel = ben.page.getByRole('region', { name: 'Consensus' });
      await panel.getByText('Consensus of 2').waitFor();
      await panel.getByText('from an overlap of 35 %').waitFor();
      await panel.getByText(/2 of 2, \d\d %/).waitFor();
      await panel.getByRole('button', { name: 'Administrator', exact: true }).click();
      await deciding.saveNow();
      const picked = await savedLabels(admin, task.id);
      expect(picked.objects.map(({ shape }) => shape)).toEqual([box.shape]);
      await panel.getByRole('button', { name: 'Ana Ruiz', exact: true }).click();
      await deciding.saveNow();
      const [{ shape }] = (await savedLabels(admin, task.id)).objects;
      expect(shape.type === 'box' && Math.abs(shape.x - 100)).toBeLessThan(0.02);
      await ben.page.keyboard.press('Control+z');
      await deciding.saveNow();
      expect((await savedLabels(admin, task.id)).objects[0].shape).toEqual(box.shape);

      // Answers about the whole image stand side by side, too.
      const weather = panel.getByRole('article', { name: 'Weather' });
      expect(await weather.textContent()).toContain('Rain');
      expect(await weather.textContent()).toContain('Dry');
      await panel.getByRole('button', { name: 'Take the answer of Ana Ruiz' }).click();
      await panel.getByRole('button', { name: 'Refine' }).click();
      await ben.page.keyboard.press('ArrowRight');
      await deciding.saveNow();
      const decided = await savedLabels(admin, task.id);
      expect(decided.classifications.map(({ answers }) => answers)).toEqual([{ 'weather-now': 'rain' }]);
      expect(decided.objects.map(({ shape }) => shape)).toEqual([{ ...box.shape, x: 161 }]);
      expect([...ana.faults, ...ben.faults]).toEqual([]);
    });
  },
);
