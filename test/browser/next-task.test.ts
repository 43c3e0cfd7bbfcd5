import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { LabelPage, savedLabels } from './label-page.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const IMAGE = { width: 640, height: 480 };

describe.skipIf(missing !== undefined)(
  `from task to task${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [
        { key: 'a.png', ...IMAGE },
        { key: 'b.png', ...IMAGE },
        { key: 'c.png', ...IMAGE },
      ]);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('goes on in the same editor with what was loaded ahead, and mixes up nothing', async () => {
      const { page, faults } = await openPage(browser, { as: seed.annotator });
      const label = new LabelPage(page);
      const task = await seed.annotator.call<{ id: string }>('POST', 'tasks/claim-next', {
        projectId: seed.projectId,
      });
      const isAhead = page.waitForResponse((response) => response.url().includes('/v1/tasks/next'));
      await label.open(host.origin, task.id);
      await page.getByText('640 × 480 px').waitFor();
      const ahead = (await (await isAhead).json()) as { id: string };
      await page.waitForTimeout(1_500);
      const stage = await page.locator('.editor-stage').elementHandle();
      await label.chooseClass('Vehicle');
      await label.drag(await label.toScreen([50, 60], IMAGE), await label.toScreen([200, 300], IMAGE));
      await page.keyboard.press('h');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      // Submitted before the two seconds of the autosave are over.
      await page.keyboard.press('Control+Enter');
      await page.waitForURL(`${host.origin}/tasks/${ahead.id}`);
      await page.getByText('Nothing drawn yet').waitFor();
      expect(await stage?.evaluate((element) => element.isConnected)).toBe(true);
      expect(asked.filter((url) => url.includes('/blobs/'))).toEqual([]);
      expect((await savedLabels(seed.admin, task.id)).objects).toHaveLength(1);

      // The class and its tool stay; what is drawn now belongs to the next task only.
      await page.getByRole('button', { name: 'Box (B)', pressed: true }).waitFor();
      await label.drag(await label.toScreen([300, 60], IMAGE), await label.toScreen([400, 200], IMAGE));
      await label.saveNow();
      expect((await savedLabels(seed.admin, ahead.id)).objects).toHaveLength(1);
      expect((await savedLabels(seed.admin, task.id)).objects).toHaveLength(1);
      expect(await seed.admin.call('GET', `tasks/${task.id}`)).toMatchObject({ stageId: 'review' });
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Control+z');
      await label.saveNow();
      expect((await savedLabels(seed.admin, ahead.id)).objects).toHaveLength(0);
      expect(faults).toEqual([]);
    }, 60_000);

    it('stays when submitting is refused, and gives the next task back', async () => {
      const { page } = await openPage(browser, { as: seed.annotator });
      const label = new LabelPage(page);
      const { items } = await seed.annotator.call<{ items: { id: string; status: string }[] }>(
        'GET',
        `tasks?projectId=${seed.projectId}&stageId=annotate&status=assigned`,
      );
      const [{ id }] = items;
      await label.open(host.origin, id);
      await page.getByText('640 × 480 px').waitFor();
      await page.route('**/submit', (route) =>
        route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'invalid-input', detail: 'The labels are not ready.' }),
        }),
      );
      await page.keyboard.press('Control+Enter');
      await page.getByText('The labels are not ready.').waitFor();
      expect(new URL(page.url()).pathname).toBe(`/tasks/${id}`);
      await expect
        .poll(async () => {
          const open = await seed.admin.call<{ items: unknown[] }>(
            'GET',
            `tasks?projectId=${seed.projectId}&stageId=annotate&status=open`,
          );
          return open.items.length;
        })
        .toBe(1);
    }, 60_000);
  },
);
