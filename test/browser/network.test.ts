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

      // Both move the same two boxes: true conflicts, shown to the second, who decides of each.
      const move = async ({ page, label }: typeof one, from: [number, number], to: [number, number]) => {
        await page.keyboard.press('v');
        await label.drag(await label.toScreen(from, IMAGE), await label.toScreen(to, IMAGE));
      };
      await move(one, [230, 80], [230, 180]);
      await move(one, [80, 80], [80, 130]);
      await one.label.saveNow();
      await move(two, [230, 80], [280, 80]);
      await move(two, [80, 80], [110, 80]);
      await two.page.keyboard.press('Control+s');
      const dialog = two.page.getByRole('dialog', { name: /same thing/ });
      await dialog.waitFor();
      const idOf = (left: number) =>
        merged.objects.find(({ shape }) => shape.type === 'box' && Math.round(shape.x) === left)?.id;
      const shown = merged.objects.map(({ id }) => id).filter((id) => [idOf(200), idOf(50)].includes(id));
      await dialog
        .getByRole('button', { name: 'Yours' })
        .nth(shown.indexOf(idOf(200) ?? ''))
        .click();
      await dialog.getByRole('button', { name: 'Take 1 of mine, keep 1 of theirs' }).click();
      await two.label.saved();
      const decided = await savedLabels(seed.admin, taskIds[2]);
      const cornerOf = (id: string | undefined) => {
        const shape = decided.objects.find((object) => object.id === id)?.shape;
        return shape?.type === 'box' ? [Math.round(shape.x), Math.round(shape.y)] : undefined;
      };
      expect(cornerOf(idOf(200))).toEqual([250, 50]);
      expect(cornerOf(idOf(50))).toEqual([50, 100]);
      expect([...one.faults, ...two.faults]).toEqual([]);
    }, 90_000);
  },
);
