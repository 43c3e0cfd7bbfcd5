import { expect, it } from 'vitest';
import { encodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import { shapeOutline } from './shape-outline.ts';

it('draws rings, masks along their pixels, and a dot for each keypoint that is labelled', () => {
  expect(
    shapeOutline({
      type: 'polygon',
      parts: [
        [
          [
            [0, 0],
            [4, 0],
            [4, 4],
          ],
        ],
      ],
    }),
  ).toBe('M0 0L4 0L4 4Z');
  // One pixel in the middle of 3 × 3.
  const mask = {
    type: 'mask',
    size: [3, 3] as [number, number],
    counts: encodeRleCounts([4, 1, 4]),
  } as const;
  const corners = shapeOutline(mask).match(/\d+ \d+/g)!;
  expect(corners.toSorted()).toEqual(['1 1', '1 2', '2 1', '2 2']);
  expect(
    shapeOutline({
      type: 'keypoints',
      points: [
        { x: 5, y: 6, visibility: 2 },
        { x: 0, y: 0, visibility: 0 },
      ],
    }),
  ).toBe('M5 6h0');
});
