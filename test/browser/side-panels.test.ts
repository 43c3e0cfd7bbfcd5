import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing } from './browser-missing.ts';
import { LabelPage, savedLabels } from './label-page.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const IMAGE = { width: 640, height: 480 };

describe.skipIf(missing !== undefined)(
  `comments, history, instructions${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let page: Page;
    let label: LabelPage;
    let taskId: string;
    let faults: string[];

    const at = (x: number, y: number) => label.toScreen([x, y], IMAGE);

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [{ key: 'street.png', ...IMAGE }]);
      await seed.admin.call('PATCH', `projects/${seed.projectId}`, {
        description: '# Streets\n\nDraw **every** vehicle.\n\n<img src=x onerror=alert(1)>',
      });
      const { items } = await seed.admin.call<{ items: { id: string }[] }>(
        'GET',
        `tasks?projectId=${seed.projectId}`,
      );
      taskId = items[0].id;
      ({ page, faults } = await openPage(browser, { as: seed.annotator }));
      label = new LabelPage(page);
      await label.open(host.origin, taskId);
      await page.getByText('640 × 480 px').waitFor();
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('goes back to an earlier revision, and on from there', async () => {
      await label.chooseClass('Vehicle');
      await label.drag(await at(50, 60), await at(200, 300));
      await label.saveNow();
      await label.drag(await at(300, 60), await at(400, 200));
      await label.saveNow();
      await page.getByRole('tab', { name: 'History' }).click();
      await page.getByText('Drew 1 Vehicle').nth(1).waitFor();
      await page.getByRole('button', { name: 'Restore' }).click();
      await page.getByText('Back to revision 1').waitFor();
      const restored = await savedLabels(seed.admin, taskId);
      expect(restored.revision).toBe(3);
      expect(restored.objects).toHaveLength(1);
      await page.getByRole('tab', { name: 'Labels' }).click();
      await label.chooseClass('Vehicle');
      await label.drag(await at(420, 260), await at(520, 400));
      await label.saveNow();
      expect((await savedLabels(seed.admin, taskId)).objects).toHaveLength(2);
    });

    it('pins a comment to a place, answers and resolves it', async () => {
      await page.getByRole('tab', { name: 'Comments' }).click();
      await page.getByRole('textbox', { name: 'New comment' }).fill('Is this <b>one</b> van or two?');
      await page.getByRole('button', { name: 'Pin it to a place' }).click();
      await page.mouse.click(...(await at(320, 240)));
      await page.getByText('About 320, 240').waitFor();
      await page.getByRole('button', { name: 'Comment', exact: true }).click();
      await page.locator('.editor-pin').waitFor();
      await page.getByText('Is this <b>one</b> van or two?').waitFor();
      await page.getByRole('textbox', { name: 'Answer' }).fill('Two.');
      await page.keyboard.press('Enter');
      await page.getByText('Two.').waitFor();
      await page.getByRole('button', { name: 'Resolve' }).click();
      await page.getByText('Show 1 resolved').waitFor();
      const { items } = await seed.admin.call<{
        items: { body: string; anchor: { type: string; x?: number; y?: number }; isResolved: boolean }[];
      }>('GET', `tasks/${taskId}/comments`);
      expect(items.map(({ body }) => body)).toEqual(['Is this <b>one</b> van or two?', 'Two.']);
      expect(items[0].isResolved).toBe(true);
      expect(Math.abs((items[0].anchor.x ?? 0) - 320)).toBeLessThan(1);
      // The click that placed the pin drew nothing.
      expect((await savedLabels(seed.admin, taskId)).objects).toHaveLength(2);
    });

    it('shows the instructions as text and headings, never as HTML', async () => {
      await page.getByRole('tab', { name: 'Guide' }).click();
      await page.getByRole('heading', { name: 'Streets' }).waitFor();
      await page.getByText('<img src=x onerror=alert(1)>').waitFor();
      expect(await page.locator('.markdown img').count()).toBe(0);
      expect(faults).toEqual([]);
    });
  },
);
