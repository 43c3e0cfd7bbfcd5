import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planDemoImages } from '../../shared/demo/plan-demo-images.ts';
import { renderDemoImage } from '../../shared/demo/render-demo-image.ts';
import { visibleMask } from '../../shared/demo/scene-truth.ts';
import type { Scene, SceneObject } from '../../shared/demo/scene.ts';
import { maskOfPolygon } from '../../shared/geometry/mask-of-polygon.ts';
import { decodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import { rleIou } from '../../shared/geometry/rle-operations.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { BUNDLED_MODELS } from '../../shared/models/model-library.ts';
import { browserMissing } from './browser-missing.ts';
import { LabelPage, savedLabels } from './label-page.ts';
import { openBrowser, openPage } from './open-page.ts';
import { seedProject, type SeededProject } from './seed-project.ts';
import { startLapidary, type RunningLapidary } from './start-lapidary.ts';

const missing =
  browserMissing() ?? (existsSync(join(BUNDLED_MODELS, 'nano')) ? undefined : 'the bundled model is absent');

describe.skipIf(missing !== undefined)(
  `smart outlines${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let host: RunningLapidary;
    let browser: Browser;
    let seed: SeededProject;
    let page: Page;
    let label: LabelPage;
    let taskId: string;
    let scene: Scene;
    let gems: SceneObject[];
    let faults: string[];

    const middle = ({ box }: SceneObject): [number, number] => [
      box.x + box.width / 2,
      box.y + box.height / 2,
    ];
    const state = (kind: string) => page.locator(`[data-sam-state="${kind}"]`).waitFor({ timeout: 20_000 });
    async function savedObjects(): Promise<LabelObject[]> {
      await label.saveNow();
      return (await savedLabels(seed.admin, taskId)).objects;
    }
    /** How well a saved shape fits what is really seen of a stone. */
    function iouWith(gem: SceneObject, { shape }: LabelObject): number {
      const truth = decodeRleCounts(visibleMask(scene, gem).counts);
      const counts =
        shape.type === 'mask'
          ? decodeRleCounts(shape.counts)
          : shape.type === 'polygon'
            ? maskOfPolygon(shape, scene.height, scene.width)
            : undefined;
      if (truth === undefined || counts === undefined) throw new Error(`A ${shape.type} has no mask.`);
      return rleIou(counts, truth);
    }

    beforeAll(async () => {
      const [plan] = planDemoImages({ images: 1, seed: 7 });
      const image = await renderDemoImage(plan);
      scene = image.scene;
      // Whole stones, the largest first: nothing lies on their middle.
      gems = scene.objects
        .filter((gem) => {
          const [x, y] = middle(gem);
          return scene.instances[Math.floor(y) * scene.width + Math.floor(x)] === gem.instance;
        })
        .sort((a, b) => b.area - a.area);
      host = await startLapidary();
      browser = await openBrowser();
      seed = await seedProject(host, [
        { key: 'gems.jpg', width: scene.width, height: scene.height, bytes: image.bytes },
      ]);
      const { items } = await seed.admin.call<{ items: { id: string }[] }>(
        'GET',
        `tasks?projectId=${seed.projectId}`,
      );
      taskId = items[0].id;
      ({ page, faults } = await openPage(browser, { as: seed.annotator }));
      label = new LabelPage(page);
      await label.open(host.origin, taskId);
      await page.getByText(`${scene.width} × ${scene.height} px`).waitFor();
    });
    afterAll(async () => {
      await browser?.close();
      await host?.stop();
    });

    it('outlines a stone from one click as a mask, kept with Enter', async () => {
      await label.chooseClass('Sky');
      await page.keyboard.press('q');
      await state('ready');
      await page.mouse.click(...(await label.toScreen(middle(gems[0]), scene)));
      await state('found');
      expect(await savedObjects()).toHaveLength(0);
      await page.keyboard.press('Enter');
      const objects = await savedObjects();
      expect(objects.map(({ shape }) => shape.type)).toEqual(['mask']);
      expect(iouWith(gems[0], objects[0])).toBeGreaterThan(0.75);
    });

    it('outlines a stone from a box as a polygon for a polygon class', async () => {
      await label.chooseClass('Building');
      await page.keyboard.press('q');
      const { x, y, width, height } = gems[1].box;
      await label.drag(
        await label.toScreen([x, y], scene),
        await label.toScreen([x + width, y + height], scene),
      );
      await state('found');
      await page.keyboard.press('Enter');
      const polygon = (await savedObjects()).find(({ shape }) => shape.type === 'polygon');
      if (polygon === undefined) throw new Error('No polygon was saved.');
      expect(iouWith(gems[1], polygon)).toBeGreaterThan(0.75);
    });

    it('refines one outline by several hints, takes hints back, and gives up with Escape', async () => {
      const before = (await savedObjects()).length;
      await label.chooseClass('Sky');
      await page.keyboard.press('q');
      await page.mouse.click(...(await label.toScreen(middle(gems[0]), scene)));
      await page.mouse.click(...(await label.toScreen(middle(gems[2]), scene)));
      await state('found');
      await page.keyboard.press('Backspace');
      await state('found');
      await page.keyboard.down('Alt');
      await page.mouse.click(...(await label.toScreen(middle(gems[2]), scene)));
      await page.keyboard.up('Alt');
      // Enter may come before the answer.
      await page.keyboard.press('Enter');
      await state('ready');
      const objects = await savedObjects();
      expect(objects).toHaveLength(before + 1);
      const added = objects[objects.length - 1];
      expect(iouWith(gems[0], added)).toBeGreaterThan(0.7);
      expect(iouWith(gems[2], added)).toBeLessThan(0.05);
      await page.mouse.click(...(await label.toScreen(middle(gems[1]), scene)));
      await state('found');
      await page.keyboard.press('Escape');
      await state('ready');
      expect(await savedObjects()).toHaveLength(before + 1);
    });

    it('answers in the browser once the decoder is there, and by the server without it, with the same mask', async () => {
      const clear = async () => {
        await page.keyboard.press('v');
        await page.keyboard.press('Control+a');
        await page.keyboard.press('Delete');
        await label.chooseClass('Sky');
        await page.keyboard.press('q');
      };
      const click = async () => {
        await page.mouse.click(...(await label.toScreen(middle(gems[0]), scene)));
        await state('found');
        await page.keyboard.press('Enter');
        return savedObjects();
      };
      await clear();
      // The first clicks of a visit may still be answered by the server.
      await expect
        .poll(
          async () => {
            await page.mouse.click(...(await label.toScreen(middle(gems[0]), scene)));
            await state('found');
            await page.keyboard.press('Escape');
            return page.locator('[data-sam-by="browser"]').count();
          },
          { timeout: 60_000, interval: 500 },
        )
        .toBe(1);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const [here] = await click();
      expect(asked.filter((url) => url.endsWith('/segment'))).toEqual([]);
      await page.route('**/browser-model', (route) => route.abort());
      await label.open(host.origin, taskId);
      await page.getByText(`${scene.width} × ${scene.height} px`).waitFor();
      await clear();
      await state('ready');
      const [there] = await click();
      expect(asked.filter((url) => url.endsWith('/segment'))).toHaveLength(1);
      expect(await page.locator('[data-sam-by="server"]').count()).toBe(1);
      if (here.shape.type !== 'mask' || there.shape.type !== 'mask') throw new Error('No masks.');
      const [a, b] = [here, there].map(({ shape }) =>
        shape.type === 'mask' ? (decodeRleCounts(shape.counts) ?? []) : [],
      );
      expect(rleIou(a, b)).toBeGreaterThan(0.995);
      await page.unroute('**/browser-model');
    }, 120_000);

    it('shows that the image is still being read, and answers the click that did not wait for it', async () => {
      const readAgain = async () => {
        await label.open(host.origin, taskId);
        await page.getByText(`${scene.width} × ${scene.height} px`).waitFor();
        await page.keyboard.press('Control+a');
        await page.keyboard.press('Delete');
        await label.chooseClass('Sky');
        await page.keyboard.press('q');
        await page.mouse.click(...(await label.toScreen(middle(gems[0]), scene)));
      };
      // The model takes its time over the image.
      let letGo = () => {};
      const held = new Promise<void>((resolve) => (letGo = resolve));
      await page.route('**/tasks/*/embedding', async (route) => {
        await held;
        await route.continue();
      });
      await readAgain();
      await state('preparing');
      await page.getByLabel('Reading the image').waitFor();
      const seconds = async () => parseFloat(await page.locator('.sam-status .number').innerText());
      const first = await seconds();
      await expect.poll(seconds, { timeout: 10_000 }).toBeGreaterThan(first);
      letGo();
      await state('found');
      await page.keyboard.press('Enter');
      expect(iouWith(gems[0], (await savedObjects())[0])).toBeGreaterThan(0.75);
      await page.unroute('**/tasks/*/embedding');

      // One that fails says so; the next click tries again.
      let isBroken = true;
      await page.route('**/tasks/*/embedding', (route) =>
        isBroken
          ? route.fulfill({
              status: 422,
              contentType: 'application/problem+json',
              body: JSON.stringify({ code: 'model-unusable', detail: 'The encoder is broken.' }),
            })
          : route.continue(),
      );
      await readAgain();
      await state('failed');
      await page.getByText('The encoder is broken. Click again to retry.').waitFor();
      isBroken = false;
      await page.mouse.click(...(await label.toScreen(middle(gems[0]), scene)));
      await state('found');
      await page.keyboard.press('Escape');
      await page.unroute('**/tasks/*/embedding');
    }, 120_000);

    it('outlines everything at once, and boxes one after the other, each as one step', async () => {
      await page.keyboard.press('v');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await label.chooseClass('Vehicle');
      for (const { box } of gems.slice(0, 2)) {
        const { x, y, width, height } = box;
        await page.keyboard.press('b');
        await label.drag(
          await label.toScreen([x, y], scene),
          await label.toScreen([x + width, y + height], scene),
        );
      }
      await page.keyboard.press('Escape');
      await label.chooseClass('Sky');
      await page.keyboard.press('q');
      await page.getByRole('button', { name: 'Outline 2 boxes' }).click();
      await page.getByText('2 outlines added.').waitFor();
      const outlined = await savedObjects();
      expect(outlined.map(({ shape }) => shape.type)).toEqual(['mask', 'mask']);
      expect(iouWith(gems[0], outlined[0])).toBeGreaterThan(0.75);
      await page.getByRole('button', { name: 'Outline everything' }).click();
      await page.getByText(/\d+ objects added\./).waitFor({ timeout: 60_000 });
      expect((await savedObjects()).length).toBeGreaterThan(2);
      await page.keyboard.press('Escape');
      await page.keyboard.press('v');
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Control+z');
      expect((await savedObjects()).map(({ shape }) => shape.type)).toEqual(['box', 'box']);
      expect(faults).toEqual([]);
    }, 120_000);
  },
);
