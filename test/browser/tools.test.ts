import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rleArea } from '../../shared/geometry/rle-operations.ts';
import { decodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import type { Shape, ShapeType } from '../../shared/labels/shape.ts';
import { browserMissing } from './browser-missing.ts';
import { LabelPage, savedLabels } from './label-page.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
/** Odd-sized, and stored lying on its side: upright it is 481 wide and 643 high. */
const STORED = { key: 'turned.png', width: 643, height: 481, exifOrientation: 6 };
const IMAGE = { width: 481, height: 643 };

describe.skipIf(missing !== undefined)(
  `tools${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let page: Page;
    let label: LabelPage;
    let taskId: string;
    let faults: string[];

    const at = (x: number, y: number) => label.toScreen([x, y], IMAGE);
    /** The one object of this type, as the server keeps it. */
    async function saved<T extends ShapeType>(type: T): Promise<Extract<Shape, { type: T }>> {
      await label.saveNow();
      const { objects } = await savedLabels(seed.admin, taskId);
      const found = objects.filter(({ shape }) => shape.type === type);
      expect(found).toHaveLength(1);
      return found[0].shape as Extract<Shape, { type: T }>;
    }
    const close = (actual: readonly number[], wanted: readonly number[], within = 0.011) =>
      actual.forEach((value, i) => expect(Math.abs(value - wanted[i])).toBeLessThanOrEqual(within));

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [STORED]);
      const { items } = await seed.admin.call<{ items: { id: string }[] }>(
        'GET',
        `tasks?projectId=${seed.projectId}`,
      );
      taskId = items[0].id;
      ({ page, faults } = await openPage(browser, { as: seed.annotator }));
      label = new LabelPage(page);
      await label.open(host.origin, taskId);
      await page.getByText('481 × 643 px').waitFor();
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });
    beforeEach(async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('v');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page.keyboard.press('f');
    });

    it('draws a box that comes back where it was drawn', async () => {
      await label.chooseClass('Vehicle');
      await label.drag(await at(50, 60), await at(200, 300));
      const box = await saved('box');
      close([box.x, box.y, box.width, box.height], [50, 60, 150, 240]);
    });

    it('draws exactly also when zoomed in and panned', async () => {
      await label.chooseClass('Vehicle');
      const fitted = (await at(1, 0))[0] - (await at(0, 0))[0];
      const [ideal, anchorY] = await at(240, 320);
      // Wheel events come in whole pixels.
      const anchor: [number, number] = [Math.round(ideal), Math.round(anchorY)];
      const anchored = [240 + (anchor[0] - ideal) / fitted, 320 + (anchor[1] - anchorY) / fitted];
      await page.mouse.move(...anchor);
      for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -300);
      await page.waitForTimeout(100);
      await page.keyboard.down(' ');
      await label.drag(anchor, [anchor[0] + 40, anchor[1] + 20]);
      await page.keyboard.up(' ');
      const zoom =
        Number(/(\d+) %/.exec((await page.locator('.status-line').textContent()) ?? '')?.[1]) / 100;
      const scale = fitted * Math.exp(6 * 300 * 0.0018);
      expect(Math.abs(zoom - scale)).toBeLessThan(0.01);
      const from: [number, number] = [anchor[0] - 30, anchor[1] + 10];
      const to: [number, number] = [anchor[0] + 110, anchor[1] + 90];
      await label.drag(from, to);
      const box = await saved('box');
      const left = anchored[0] + (from[0] - anchor[0] - 40) / scale;
      const top = anchored[1] + (from[1] - anchor[1] - 20) / scale;
      close([box.x, box.y, box.width, box.height], [left, top, 140 / scale, 80 / scale]);
    });

    it('moves and resizes a box, nudges it, and takes it all back', async () => {
      await label.chooseClass('Vehicle');
      await label.drag(await at(100, 100), await at(200, 200));
      await page.keyboard.press('v');
      await label.drag(await at(150, 150), await at(180, 190));
      close([(await saved('box')).x, (await saved('box')).y], [130, 140]);
      await label.drag(await at(230, 240), await at(260, 300));
      close([(await saved('box')).width, (await saved('box')).height], [130, 160]);
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Shift+ArrowDown');
      close([(await saved('box')).x, (await saved('box')).y], [129, 150]);
      for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
      close([(await saved('box')).x, (await saved('box')).width], [100, 100]);
      await page.keyboard.press('Control+Shift+z');
      close([(await saved('box')).x], [130]);
    });

    it('draws a rotated box in three clicks', async () => {
      await label.chooseClass('Sign');
      await label.clicks([await at(100, 100), await at(200, 150), await at(180, 200)]);
      const { cx, cy, width, height, angle } = await saved('rotatedBox');
      expect(angle).toBeCloseTo((Math.atan2(50, 100) * 180) / Math.PI, 2);
      expect(width).toBeCloseTo(Math.hypot(100, 50), 1);
      expect(height).toBeGreaterThan(40);
      expect(cx).toBeLessThan(150);
      expect(cy).toBeGreaterThan(125);
    });

    it('draws a polygon, inserts a vertex, deletes one, and cuts a hole', async () => {
      await label.chooseClass('Building');
      await label.clicks([await at(100, 100), await at(300, 100), await at(300, 300), await at(100, 300)]);
      await page.keyboard.press('Enter');
      await page.keyboard.press('v');
      await label.drag(await at(200, 100), await at(200, 60));
      expect((await saved('polygon')).parts[0][0]).toHaveLength(5);
      await page.keyboard.down('Alt');
      await page.mouse.click(...(await at(200, 60)));
      await page.keyboard.up('Alt');
      expect((await saved('polygon')).parts[0][0]).toHaveLength(4);
      await page.getByRole('button', { name: 'Tool options' }).click();
      await page.getByText('Cut out').click();
      await page.keyboard.press('Escape');
      await page.keyboard.press('p');
      await label.clicks([await at(150, 150), await at(200, 150), await at(200, 200)]);
      await page.keyboard.press('Enter');
      const { parts } = await saved('polygon');
      expect(parts[0]).toHaveLength(2);
      await page.getByRole('button', { name: 'Tool options' }).click();
      await page.getByText('New object').click();
      await page.keyboard.press('Escape');
    });

    it('draws a polyline and ends it with a double click', async () => {
      await label.chooseClass('Kerb');
      await label.clicks([await at(50, 50), await at(150, 80)]);
      await page.mouse.dblclick(...(await at(250, 60)));
      const { points } = await saved('polyline');
      close(points.flat(), [50, 50, 150, 80, 250, 60]);
    });

    it('sets keypoints in order: visible, hidden, absent', async () => {
      await label.chooseClass('Person');
      await page.mouse.click(...(await at(100, 100)));
      await page.keyboard.down('Alt');
      await page.mouse.click(...(await at(150, 150)));
      await page.keyboard.up('Alt');
      await page.keyboard.press('n');
      const { points } = await saved('keypoints');
      expect(points.map(({ visibility }) => visibility)).toEqual([2, 1, 0]);
      close([points[0].x, points[0].y], [100, 100]);
    });

    it('paints a mask and erases from it', async () => {
      await label.chooseClass('Sky');
      await label.drag(await at(100, 100), await at(300, 100), 12);
      const painted = await saved('mask');
      expect(painted.size).toEqual([643, 481]);
      const area = rleArea(decodeRleCounts(painted.counts) ?? []);
      // A stroke of 200 px with a brush of 40: a bar with two half discs.
      expect(area).toBeGreaterThan(8_600);
      expect(area).toBeLessThan(10_000);
      await page.keyboard.press('e');
      await label.drag(await at(200, 60), await at(200, 140), 8);
      const erased = await saved('mask');
      expect(rleArea(decodeRleCounts(erased.counts) ?? [])).toBeLessThan(area - 1_200);
    });

    it('finds one half of the picture with the magic wand', async () => {
      await label.chooseClass('Sky');
      await page.keyboard.press('w');
      await page.mouse.click(...(await at(240, 100)));
      const mask = await saved('mask');
      const area = rleArea(decodeRleCounts(mask.counts) ?? []);
      // Stored 321 and 322 columns of 481 pixels, seen turned.
      expect([321 * 481, 322 * 481]).toContain(area);
    });

    it('draws an ellipse', async () => {
      await label.chooseClass('Wheel');
      await label.drag(await at(100, 100), await at(200, 160));
      const { cx, cy, rx, ry } = await saved('ellipse');
      close([cx, cy, rx, ry], [150, 130, 50, 30]);
    });

    it('draws a cuboid: its front face, then where its back lies', async () => {
      await label.chooseClass('Van');
      await label.drag(await at(100, 200), await at(220, 300));
      await page.mouse.click(...(await at(200, 220)));
      const { front, back } = await saved('cuboid2d');
      close(front.flat(), [100, 200, 220, 200, 220, 300, 100, 300]);
      close(back[0], [140, 170]);
    });

    it('undoes 500 random steps back to the exact start', async () => {
      await label.chooseClass('Vehicle');
      await label.drag(await at(100, 100), await at(200, 200));
      await label.drag(await at(250, 300), await at(350, 400));
      await label.saveNow();
      // A fresh visit: its history begins with this document.
      await label.open(host.origin, taskId);
      await page.getByRole('button', { name: 'Vehicle', pressed: false }).first().waitFor();
      const start = await savedLabels(seed.admin, taskId);
      await page.keyboard.press('v');
      const keys = [
        'Control+d',
        'Delete',
        'Control+a',
        'ArrowRight',
        'Shift+ArrowDown',
        'Tab',
        'Control+z',
        'Control+y',
      ];
      let state = 42;
      for (let i = 0; i < 500; i++) {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        // Copying everything again and again would double it each time.
        const key = keys[state % keys.length];
        await page.keyboard.press(key === 'Control+d' && i % 4 !== 0 ? 'Tab' : key);
      }
      const undo = page.getByRole('button', { name: /^Undo/ });
      for (let i = 0; i < 600 && (await undo.isEnabled()); i++) await page.keyboard.press('Control+z');
      await label.saveNow();
      const end = await savedLabels(seed.admin, taskId);
      expect(end.objects).toEqual(start.objects);
      expect(end.revision).toBeGreaterThanOrEqual(start.revision);
      expect(faults).toEqual([]);
    }, 120_000);
  },
);
