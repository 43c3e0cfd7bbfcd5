import { describe, expect, it } from 'vitest';
import { rleArea, rleIou } from '../../shared/geometry/rle-operations.ts';
import { decodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import type { Rle } from '../../shared/geometry/rle.ts';
import { renderDemoImage } from '../../shared/demo/render-demo-image.ts';
import { visibleMask } from '../../shared/demo/scene-truth.ts';
import type { Models } from '../../shared/models/models.ts';

const runs = (mask: Rle) => decodeRleCounts(mask.counts)!;

/** What every implementation of `Models` does with a segmenter that knows the demo's gemstones. */
export function modelsContract(name: string, make: () => Promise<{ models: Models; modelId: string }>): void {
  describe(`Models: ${name}`, () => {
    const plan = { name: 'tray.jpg', sceneSeed: 4242, style: 'tray' as const };

    it('finds an object from a box, from a click, and better from a click and its correction', async () => {
      const { models, modelId } = await make();
      const { bytes, scene } = await renderDemoImage(plan);
      const embedding = await models.encode(modelId, { sha256: 'a'.repeat(64), read: async () => bytes });
      expect(embedding).toMatchObject({ modelId, width: 640, height: 480 });
      const gem = [...scene.objects].sort((a, b) => b.area - a.area)[0];
      const { x, y, width, height } = gem.box;
      const centre = { x: x + width / 2, y: y + height / 2, label: 1 as const };
      const truth = runs(visibleMask(scene, gem));

      const [fromBox, fromClick] = await models.decode(embedding, [
        { points: [], box: gem.box },
        { points: [centre] },
      ]);
      expect(fromBox.mask.size).toEqual([480, 640]);
      expect(rleIou(runs(fromBox.mask), truth)).toBeGreaterThan(0.75);
      expect(rleIou(runs(fromClick.mask), truth)).toBeGreaterThan(0.6);
      for (const { score } of [fromBox, fromClick]) {
        expect(score).toBeGreaterThan(0.3);
        expect(score).toBeLessThanOrEqual(1);
      }
      const [outside] = await models.decode(embedding, [
        { points: [centre, { x: x - 30, y: y - 30, label: 0 }], box: gem.box },
      ]);
      expect(rleArea(runs(outside.mask))).toBeLessThan(1.5 * gem.area);
      await models.close();
    });

    it('reads an image once, however often it is asked', async () => {
      const { models, modelId } = await make();
      const { bytes } = await renderDemoImage(plan);
      let reads = 0;
      const image = { sha256: 'b'.repeat(64), read: async () => (reads++, bytes) };
      const [first, second] = await Promise.all([
        models.encode(modelId, image),
        models.encode(modelId, image),
      ]);
      const third = await models.encode(modelId, image, { priority: 'batch' });
      expect(reads).toBe(1);
      expect(second).toEqual(first);
      expect(third).toEqual(first);
      await models.close();
    });

    it('says which model is missing', async () => {
      const { models } = await make();
      const image = { sha256: 'c'.repeat(64), read: async () => new Uint8Array() };
      await expect(models.encode('no-such-model', image)).rejects.toMatchObject({ name: 'NotFound' });
      await expect(models.encode('../nano', image)).rejects.toMatchObject({ name: 'NotFound' });
      await models.close();
    });
  });
}
