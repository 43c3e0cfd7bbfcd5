import { expect, it } from 'vitest';
import { maskOfBitmap } from '../geometry/mask-bitmap.ts';
import { encodeRleCounts } from '../geometry/rle-codec.ts';
import type { Models } from './models.ts';
import type { SegmentedMask } from './segmented-mask.ts';
import { gridPoints, segmentEverything } from './segment-everything.ts';

const embedding = { modelId: 'fake', width: 40, height: 20, side: 64, tensors: {} };

function maskOf(inside: (x: number, y: number) => boolean, score: number, stability = 1): SegmentedMask {
  const bitmap = Uint8Array.from({ length: 800 }, (_, at) => Number(inside(at % 40, Math.floor(at / 40))));
  return {
    mask: { size: [20, 40], counts: encodeRleCounts(maskOfBitmap(bitmap, 20, 40)) },
    score,
    stability,
  };
}

it('lays its clicks evenly over the image', () => {
  const points = gridPoints(40, 20, 4);
  expect(points).toHaveLength(8);
  expect(points[0]).toEqual({ x: 5, y: 5 });
  expect(points[7]).toEqual({ x: 35, y: 15 });
});

it('keeps one mask per object and drops specks, the background and what is unsure', async () => {
  const left = (x: number) => x < 12;
  const answers = [
    maskOf(left, 0.8),
    maskOf((x, y) => left(x) && y > 0, 0.9),
    maskOf((x, y) => x > 30 && y > 5, 0.85),
    maskOf((x, y) => x > 20 && x < 30 && y < 12, 0.95, 0.3),
    maskOf((x, y) => x > 20 && x < 30 && y < 12, 0.2),
    maskOf((x, y) => x === 15 && y === 3, 0.99),
    maskOf(() => true, 0.99),
    maskOf(() => false, 0.99),
  ];
  const priorities = new Set<string | undefined>();
  const models: Pick<Models, 'decode'> = {
    decode: async (_, prompts, options) => {
      priorities.add(options?.priority);
      return prompts.map(() => answers.shift()!);
    },
  };
  const found = await segmentEverything(models, embedding, { clicksPerSide: 4, minimumArea: 5 });
  expect(found.map(({ score }) => score)).toEqual([0.9, 0.85]);
  expect([...priorities]).toEqual(['batch']);
});
