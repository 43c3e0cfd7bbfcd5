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
  `saving${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let taskIds: string[];

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [
        { key: 'a.png', ...IMAGE },
        { key: 'b.png', ...IMAGE },
        { key: 'c.png', ...IMAGE },
      ]);
      const { items } = await seed.admin.call<{ items: { id: string }[] }>(
        'GET',
        `tasks?projectId=${seed.projectId}`,
      );
      taskIds = items.map(({ id }) => id);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    async function open(taskId: string) {
      const opened = await openPage(browser, { as: seed.annotator });
      const label = new LabelPage(opened.page);
      await label.open(host.origin, taskId);
      const drawBox = async (x: number, y: number) => {
        await label.chooseClass('Vehicle');
        await label.drag(await label.toScreen([x, y], IMAGE), await label.toScreen([x + 60, y + 60], IMAGE));
      };
      return { ...opened, label, drawBox };
    }

    it('saves by itself, two seconds after the last change', async () => {
      const { page, label, drawBox } = await open(taskIds[0]);
      await drawBox(50, 50);
      expect(await page.locator('[data-save-state]').getAttribute('data-save-state')).toBe('unsaved');
      await label.saved();
      expect((await savedLabels(seed.admin, taskIds[0])).objects).toHaveLength(1);
      await page.context().close();
    }, 40_000);

    it('keeps work while the network is cut, says so, and sends it afterwards', async () => {
      const { page, label, drawBox } = await open(taskIds[1]);
      await page.context().setOffline(true);
      await drawBox(50, 50);
      await drawBox(200, 50);
      await page.locator('[data-save-state="offline"]').waitFor({ timeout: 10_000 });
      expect((await savedLabels(seed.admin, taskIds[1])).objects).toHaveLength(0);
      await page.context().setOffline(false);
      await label.saved();
      expect((await savedLabels(seed.admin, taskIds[1])).objects).toHaveLength(2);

      // The page is closed while it is offline: the work waits in the browser and is sent at the next visit.
      await page.context().setOffline(true);
      await drawBox(350, 50);
      await page.locator('[data-save-state="offline"]').waitFor({ timeout: 10_000 });
      page.on('dialog', (dialog) => void dialog.accept());
      await page.goto('about:blank').catch(() => undefined);
      await page.context().setOffline(false);
      await label.open(host.origin, taskIds[1]);
      await label.saved();
      await expect
        .poll(async () => (await savedLabels(seed.admin, taskIds[1])).objects.length, { timeout: 15_000 })
        .toBe(3);
      await page.context().close();
    }, 90_000);

    it('merges what two pages did to one document', async () => {
      const one = await open(taskIds[2]);
      await one.drawBox(50, 50);
      await one.label.saveNow();
      const two = await open(taskIds[2]);
      await two.page.getByRole('button', { name: 'Vehicle', pressed: false }).waitFor();
      await one.drawBox(200, 50);
      await one.label.saveNow();
      await two.drawBox(350, 250);
      await two.label.saveNow();
      const merged = await savedLabels(seed.admin, taskIds[2]);
      const xs = merged.objects.map(({ shape }) => (shape.type === 'box' ? Math.round(shape.x) : -1));
      expect(xs.toSorted((a, b) => a - b)).toEqual([50, 200, 350]);

      // Both move the same box: a true conflict, shown to the second.
      await one.page.keyboard.press('v');
      const centre = await one.label.toScreen([230, 80], IMAGE);
      await one.label.drag(centre, await one.label.toScreen([230, 180], IMAGE));
      await one.label.saveNow();
      await two.page.keyboard.press('v');
      await two.label.drag(centre, await two.label.toScreen([280, 80], IMAGE));
      await two.page.keyboard.press('Control+s');
      await two.page.getByRole('dialog', { name: /same thing/ }).waitFor();
      await two.page.getByRole('button', { name: 'Take mine' }).click();
      await two.label.saved();
      const decided = await savedLabels(seed.admin, taskIds[2]);
      const box = decided.objects.find(
        ({ id }) =>
          id === merged.objects.find(({ shape }) => shape.type === 'box' && Math.round(shape.x) === 200)?.id,
      );
      expect(box?.shape).toMatchObject({ type: 'box' });
      expect(box?.shape.type === 'box' && Math.round(box.shape.x)).toBe(250);
      expect([...one.faults, ...two.faults]).toEqual([]);
    }, 90_000);
  },
);
