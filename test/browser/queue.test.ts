import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { findViolations } from './find-violations.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const NAMES = ['a.png', 'b.png', '<i>c.png', 'd.png'];

interface Task {
  id: string;
  imageName: string;
  stageId: string;
  status: string;
  priority: number;
  assigneeId?: string;
}

describe.skipIf(missing !== undefined)(
  `the queue of a project${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let page: Page;
    let faults: string[];

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(
        host,
        NAMES.map((key) => ({ key, width: 60, height: 40 })),
      );
      const { annotator, projectId } = seed;
      const { id } = await annotator.call<Task>('POST', 'tasks/claim-next', { projectId });
      await annotator.call('POST', `tasks/${id}/submit`, {});
      ({ page, faults } = await openPage(browser, { as: seed.admin }));
      await page.goto(`${host.origin}/projects/${projectId}/tasks`);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    const tasks = async (): Promise<Task[]> =>
      (await seed.admin.call<{ items: Task[] }>('GET', `tasks?projectId=${seed.projectId}`)).items;
    const chooseAll = () => page.getByLabel('Choose every task shown').check();
    const change = async (item: string) => {
      await page.getByRole('button', { name: 'Change' }).click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
    };

    it('changes all chosen tasks at once and says how many', async () => {
      await page.getByRole('link', { name: 'a.png' }).waitFor();
      await chooseAll();
      await page.getByText('4 chosen').waitFor();
      await change('First');
      await page.getByText('4 tasks changed.').waitFor();
      expect((await tasks()).map(({ priority }) => priority)).toEqual([90, 90, 90, 90]);
      expect(await page.getByText('4 chosen').count()).toBe(0);
    });

    it('does what it can, and says of each other task why it stayed', async () => {
      const inReview = (await tasks()).find(({ stageId }) => stageId === 'review');
      await chooseAll();
      await change('Approve');
      const dialog = page.getByRole('dialog', { name: '3 of 4 tasks stayed as they were' });
      await dialog.waitFor();
      await dialog.getByText('One was changed.').waitFor();
      const rows = await dialog.getByRole('row').allInnerTexts();
      expect(rows).toHaveLength(3);
      for (const name of NAMES.filter((one) => one !== inReview?.imageName)) {
        expect(rows.find((row) => row.startsWith(name))).toMatch(/stage/);
      }
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      const after = await tasks();
      expect(after.find(({ id }) => id === inReview?.id)).toMatchObject({ stageId: 'complete' });
      expect(after.filter(({ stageId }) => stageId === 'annotate')).toHaveLength(3);
    });

    it('gives the chosen ones to a person', async () => {
      // Which one was claimed, and is complete by now, is drawn by lot.
      const open = (await tasks()).filter(({ stageId }) => stageId === 'annotate').slice(0, 2);
      for (const { imageName } of open) await page.getByLabel(`Choose ${imageName}`, { exact: true }).check();
      await change('Ana Ruiz');
      await page.getByRole('row').filter({ hasText: open[0].imageName }).getByText('Ana Ruiz').waitFor();
      const given = (await tasks()).filter(({ assigneeId }) => assigneeId !== undefined);
      expect(given.map(({ imageName }) => imageName).toSorted()).toEqual(
        open.map(({ imageName }) => imageName).toSorted(),
      );
    });

    it('lets an admin delete the project, after its name was typed', async () => {
      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Delete the project' }).click();
      const dialog = page.getByRole('dialog', { name: 'Delete the project' });
      await dialog.getByText(/its 4 tasks with all labels/).waitFor();
      expect(await findViolations(page)).toEqual([]);
      const confirm = dialog.getByRole('button', { name: 'Delete for good' });
      await dialog.getByRole('textbox').fill('City street');
      expect(await confirm.isDisabled()).toBe(true);
      await dialog.getByRole('textbox').fill('City streets');
      await confirm.click();
      await page.getByText('No projects yet').waitFor();
      expect((await seed.admin.call<{ items: unknown[] }>('GET', 'projects')).items).toEqual([]);
      expect(await seed.admin.call('GET', `datasets/${seed.datasetId}`)).toMatchObject({
        counts: { ready: 4 },
      });
      expect(faults).toEqual([]);
    });
  },
);
