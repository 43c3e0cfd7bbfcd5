import sharp from 'sharp';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import { rleArea } from '../../shared/geometry/rle-operations.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { browserMissing } from './browser-missing.ts';
import { LabelPage, savedLabels } from './label-page.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing = browserMissing();
const IMAGE = { width: 640, height: 480 };
const HUGE = { width: 10_000, height: 10_000 };
/** Where a small red square lies on the huge image. */
const MARK = { left: 9_000, top: 9_500, size: 6 };

/** 100 megapixels of blue with a red speck. */
const hugePicture = (): Promise<Buffer> =>
  sharp({ create: { ...HUGE, channels: 3, background: '#224488' } })
    .composite([
      {
        input: { create: { width: MARK.size, height: MARK.size, channels: 3, background: '#ff0000' } },
        left: MARK.left,
        top: MARK.top,
      },
    ])
    .png({ compressionLevel: 1 })
    .toBuffer();

describe.skipIf(missing !== undefined)(
  `editing${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let page: Page;
    let label: LabelPage;
    let taskId: string;
    let hugeTaskId: string;
    let faults: string[];

    const at = (x: number, y: number) => label.toScreen([x, y], IMAGE);
    const saved = async (): Promise<LabelObject[]> => {
      await label.saveNow();
      return (await savedLabels(seed.admin, taskId)).objects;
    };
    const ring = (object: LabelObject): [number, number][] => {
      if (object.shape.type !== 'polygon') throw new Error(`A ${object.shape.type}.`);
      return object.shape.parts[0][0].map(([x, y]) => [x, y]);
    };
    const polygon = async (points: [number, number][]) => {
      for (const [x, y] of points) await page.mouse.click(...(await at(x, y)));
      await page.keyboard.press('Enter');
    };

    beforeAll(async () => {
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [
        { key: 'street.png', ...IMAGE },
        { key: 'huge.png', ...HUGE, bytes: await hugePicture() },
      ]);
      const { items } = await seed.admin.call<{ items: { id: string; imageName: string }[] }>(
        'GET',
        `tasks?projectId=${seed.projectId}`,
      );
      taskId = items.find(({ imageName }) => imageName === 'street.png')?.id ?? '';
      hugeTaskId = items.find(({ imageName }) => imageName === 'huge.png')?.id ?? '';
      ({ page, faults } = await openPage(browser, { as: seed.annotator }));
      label = new LabelPage(page);
      await label.open(host.origin, taskId);
      await page.getByText('640 × 480 px').waitFor();
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });
    beforeEach(async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('v');
      await page.keyboard.press('Shift+H');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page.keyboard.press('f');
    });

    it('answers a question about the whole image', async () => {
      await page.getByRole('radio', { name: 'Rain' }).click();
      await label.saveNow();
      const { classifications } = await savedLabels(seed.admin, taskId);
      expect(classifications).toMatchObject([
        { classificationId: 'weather', answers: { 'weather-now': 'rain' } },
      ]);
    });

    it('snaps to vertices, and moves a border that two objects share', async () => {
      await label.chooseClass('Building');
      await polygon([
        [100, 100],
        [200, 100],
        [200, 200],
        [100, 200],
      ]);
      await page.keyboard.press('s');
      // Off by a few pixels: the vertices of the first are taken.
      await polygon([
        [203, 97],
        [300, 100],
        [300, 200],
        [198, 203],
      ]);
      const [first, second] = await saved();
      expect(ring(second)[0]).toEqual(ring(first)[1]);
      expect(ring(second)[3]).toEqual(ring(first)[2]);
      await page.keyboard.press('v');
      await page.mouse.click(...(await at(250, 150)));
      await label.drag(await at(200, 100), await at(220, 60));
      const [left, right] = await saved();
      expect(ring(right)[0]).toEqual(ring(left)[1]);
      expect(Math.abs(ring(left)[1][0] - 220)).toBeLessThan(1);
      await page.keyboard.press('s');
    });

    it('joins two polygons and simplifies one', async () => {
      await label.chooseClass('Building');
      await polygon([
        [100, 100],
        [220, 100],
        [220, 200],
        [100, 200],
      ]);
      await polygon([
        [200, 120],
        [300, 120],
        [300, 180],
        [200, 180],
      ]);
      await page.keyboard.press('v');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('j');
      const joined = await saved();
      expect(joined).toHaveLength(1);
      expect(ring(joined[0])).toHaveLength(8);
      await page.keyboard.press('Delete');
      await label.chooseClass('Building');
      // Freehand: many points along a square.
      await page.mouse.move(...(await at(100, 100)));
      await page.mouse.down();
      for (const [x, y] of [
        [300, 100],
        [300, 300],
        [100, 300],
      ])
        await page.mouse.move(...(await at(x, y)), { steps: 20 });
      await page.mouse.up();
      await page.keyboard.press('Enter');
      const before = ring((await saved())[0]).length;
      expect(before).toBeGreaterThan(30);
      await page.keyboard.press('v');
      await page.keyboard.press('Shift+S');
      expect(ring((await saved())[0]).length).toBeLessThan(before / 3);
    });

    it('turns a box by its grip', async () => {
      await label.chooseClass('Sign');
      await label.clicks([await at(200, 200), await at(320, 200), await at(300, 260)]);
      await page.keyboard.press('v');
      const [{ shape }] = await saved();
      if (shape.type !== 'rotatedBox') throw new Error(shape.type);
      const [left, top] = await at(shape.cx, shape.cy - shape.height / 2);
      await label.drag([left, top - 26], [left + 120, top + 20]);
      const [{ shape: turned }] = await saved();
      expect(turned.type === 'rotatedBox' && Math.abs(turned.angle)).toBeGreaterThan(20);
    });

    it('paints with the size and the hardness that were set', async () => {
      await label.chooseClass('Sky');
      const area = async () => {
        const [{ shape }] = await saved();
        return shape.type === 'mask' ? rleArea(decodeRleCounts(shape.counts) ?? []) : 0;
      };
      await page.mouse.click(...(await at(200, 200)));
      const usual = await area();
      expect(Math.abs(usual - Math.PI * 20 * 20)).toBeLessThan(40);
      await page.keyboard.press('Control+z');
      await page.keyboard.press(']');
      await page.mouse.click(...(await at(200, 200)));
      const larger = await area();
      expect(Math.abs(larger - Math.PI * 25 * 25)).toBeLessThan(60);
      await page.keyboard.press('Control+z');
      await page.getByRole('button', { name: 'Tool options' }).click();
      await page.getByRole('slider', { name: 'Brush hardness' }).focus();
      for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft');
      await page.getByText('Brush hardness, 0 %').waitFor();
      await page.keyboard.press('Escape');
      await page.mouse.click(...(await at(200, 200)));
      // Half of the coverage lies at half of the radius.
      expect(await area()).toBeLessThan(larger / 3);
      await page.getByRole('button', { name: 'Tool options' }).click();
      await page.getByRole('slider', { name: 'Brush hardness' }).focus();
      for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Escape');
      await page.keyboard.press('[');
    });

    it('keeps a key that was rebound, after a reload too', async () => {
      await page.keyboard.press('?');
      await page.getByRole('button', { name: 'Change the key of: Box' }).click();
      await page.keyboard.press('y');
      await page.keyboard.press('Escape');
      await page.keyboard.press('y');
      await page.getByRole('button', { name: 'Box (Y)', pressed: true }).waitFor();
      await label.open(host.origin, taskId);
      await page.keyboard.press('v');
      await page.keyboard.press('y');
      await page.getByRole('button', { name: 'Box (Y)', pressed: true }).waitFor();
    });

    it('keeps what was drawn when the page crashes before it was saved', async () => {
      await saved();
      await page.route('**/labels', (route) =>
        route.request().method() === 'PUT' ? route.abort() : route.continue(),
      );
      await label.chooseClass('Vehicle');
      await label.drag(await at(50, 60), await at(200, 300));
      await page.waitForTimeout(600);
      const { revision } = await savedLabels(seed.admin, taskId);
      const context = page.context();
      await page.goto('chrome://crash', { timeout: 3_000 }).catch(() => undefined);
      expect((await savedLabels(seed.admin, taskId)).revision).toBe(revision);
      page = await context.newPage();
      label = new LabelPage(page);
      await label.open(host.origin, taskId);
      await expect
        .poll(async () => (await savedLabels(seed.admin, taskId)).objects.length, { timeout: 15_000 })
        .toBe(1);
    }, 60_000);

    it('lists 10,000 objects as quickly as ten: sorts, hides, locks, isolates', async () => {
      await label.saveNow();
      const { revision } = await savedLabels(seed.admin, taskId);
      const objects = Array.from({ length: 10_000 }, (_, i): LabelObject => ({
        id: `many-${i}`,
        classId: seed.classOf[i === 5_000 ? 'ellipse' : 'box'],
        shape:
          i === 5_000
            ? { type: 'ellipse', cx: 320, cy: 240, rx: 300, ry: 200, angle: 0 }
            : { type: 'box', x: (i % 100) * 6, y: Math.floor(i / 100) * 4, width: 4, height: 3 },
        attributes: {},
        source: 'model',
        confidence: i === 7_777 ? 0.01 : 0.9,
        createdBy: 'ana',
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedBy: 'ana',
        updatedAt: '2026-01-01T00:00:00.000Z',
      }));
      await seed.annotator.call(
        'PUT',
        `tasks/${taskId}/labels`,
        { objects, classifications: [] },
        { 'if-match': `"${revision}"` },
      );
      await label.open(host.origin, taskId);
      const list = page.getByRole('region', { name: 'List of objects' });
      await page.getByText('Objects 10000').waitFor();
      expect(await list.locator('.row-virtual').count()).toBeLessThan(60);
      const first = list.locator('.row-virtual').first();
      const sortBy = async (name: string) => {
        await page.getByRole('button', { name: 'Order of the list' }).click();
        await page.getByRole('menuitem', { name }).click();
      };
      await sortBy('Largest first');
      await expect.poll(() => first.textContent()).toContain('Wheel');
      await sortBy('Least confident first');
      await expect.poll(() => first.textContent()).toContain('1 %');
      await sortBy('By class');
      const scrollTo = (top: number) => list.evaluate((element, y) => element.scrollTo(0, y), top);
      await expect
        .poll(async () => {
          await scrollTo(1e9);
          return list.locator('.row-virtual').allTextContents();
        })
        .toContain('Wheel90 %');
      await list.locator('.row-main', { hasText: 'Wheel' }).click();
      await page.keyboard.press('i');
      await expect
        .poll(async () => {
          await scrollTo(0);
          return first.getByRole('button', { name: 'Show' }).count();
        })
        .toBe(1);
      await page.keyboard.press('Shift+H');
      await expect.poll(() => first.getByRole('button', { name: 'Hide' }).count()).toBe(1);
      await first.locator('.row-main').click();
      await page.keyboard.press('t');
      await first.getByRole('button', { name: 'Unlock' }).waitFor();
      await page.keyboard.press('Delete');
      await page.getByText('Objects 10000').waitFor();
      await first.getByRole('button', { name: 'Unlock' }).click();
    }, 90_000);

    it('opens an image of 100 megapixels and shows its single pixels', async () => {
      await label.open(host.origin, hugeTaskId);
      await page.getByText('10000 × 10000 px').waitFor();
      const mark: [number, number] = [MARK.left + MARK.size / 2, MARK.top + MARK.size / 2];
      const screen = await label.toScreen(mark, HUGE);
      const centre: [number, number] = [Math.round(screen[0]), Math.round(screen[1])];
      await page.mouse.move(...centre);
      for (let i = 0; i < 20; i++) await page.mouse.wheel(0, -300);
      const red = () =>
        page.evaluate<boolean>(`(() => {
          const canvas = document.querySelector('.editor-stage canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          for (let i = 0; i < data.length; i += 4) if (data[i] > 240 && data[i + 1] < 20 && data[i + 2] < 20) return true;
          return false;
        })()`);
      await page.keyboard.press('g');
      await expect.poll(red, { timeout: 60_000, interval: 500 }).toBe(true);
      expect(faults).toEqual([]);
    }, 120_000);
  },
);
