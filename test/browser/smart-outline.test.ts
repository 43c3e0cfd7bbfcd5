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
      expect(faults).toEqual([]);
    });
  },
);
