import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryIou } from './boundary-iou.ts';
import { encodeNpy } from './npy.ts';
import {
  addPanopticImage,
  meanPanopticScore,
  panopticScore,
  type PanopticCounts,
} from './panoptic-quality.ts';
import { addSegmentation, segmentationScores } from './segmentation-scores.ts';
import { normalizeAnswer, vqaAccuracy } from './vqa-accuracy.ts';

const SIDE = 12;
const mask = fc
  .array(fc.integer({ min: 0, max: 1 }), { minLength: SIDE * SIDE, maxLength: SIDE * SIDE })
  .map((pixels) => Uint8Array.from(pixels));

/** A pixel of the boundary is set and has an empty pixel, or the border, within `distance` in any direction. */
function slowBoundary(pixels: Uint8Array, distance: number): boolean[] {
  return Array.from(pixels, (value, at) => {
    if (value === 0) return false;
    const [y, x] = [Math.floor(at / SIDE), at % SIDE];
    for (let dy = -distance; dy <= distance; dy++) {
      for (let dx = -distance; dx <= distance; dx++) {
        const [ny, nx] = [y + dy, x + dx];
        if (ny < 0 || nx < 0 || ny >= SIDE || nx >= SIDE || pixels[ny * SIDE + nx] === 0) return true;
      }
    }
    return false;
  });
}

describe('boundary IoU', () => {
  it('agrees with the slow definition', () => {
    fc.assert(
      fc.property(mask, mask, fc.integer({ min: 1, max: 3 }), (a, b, distance) => {
        const [x, y] = [slowBoundary(a, distance), slowBoundary(b, distance)];
        const shared = x.filter((set, i) => set && y[i]).length;
        const union = x.filter((set, i) => set || y[i]).length;
        expect(boundaryIou(a, b, SIDE, SIDE, distance)).toBe(union === 0 ? 1 : shared / union);
      }),
    );
  });
});

describe('semantic segmentation', () => {
  it('leaves unlabelled pixels and absent classes out', () => {
    const confusion = new Float64Array(9);
    addSegmentation(confusion, 3, [0, 0, 1, 1, 255], [0, 1, 1, 1, 0]);
    const scores = segmentationScores(confusion, 3);
    expect(scores.meanIou).toBeCloseTo((1 / 2 + 2 / 3) / 2, 12);
    expect(scores.meanDice).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12);
    expect(scores.pixelAccuracy).toBe(0.75);
    expect(scores.meanAccuracy).toBe(0.75);
    expect(scores.frequencyWeightedIou).toBeCloseTo(0.5 * 0.5 + 0.5 * (2 / 3), 12);
    expect(scores.perClass[2].iou).toBeNaN();
  });
});

describe('panoptic quality', () => {
  it('matches above one half, excuses unlabelled ground and crowds', () => {
    const counts = new Map<number, PanopticCounts>();
    //              one object      another   crowd  unlabelled
    const truth = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 0, 0, 0];
    const found = [7, 7, 7, 7, 7, 8, 8, 8, 9, 9, 6, 6, 6, 5, 5, 5];
    addPanopticImage(
      counts,
      truth,
      [
        { id: 1, categoryId: 1 },
        { id: 2, categoryId: 1 },
        { id: 3, categoryId: 1, isCrowd: true },
      ],
      found,
      [5, 6, 7, 8, 9].map((id) => ({ id, categoryId: 1 })),
    );
    expect(counts.get(1)).toEqual({ iouSum: 5 / 6, right: 1, wrong: 2, missed: 1 });
    expect(panopticScore(counts.get(1)!).pq).toBeCloseTo(5 / 6 / 2.5, 12);
    expect(meanPanopticScore(counts)).toMatchObject({ classes: 1, rq: 0.4 });
  });
});

describe('VQA accuracy', () => {
  const people = (yes: number): string[] => Array.from({ length: 10 }, (_, i) => (i < yes ? 'yes' : 'no'));

  it('is full from four who agree on, and graded below', () => {
    expect(vqaAccuracy('yes', people(0))).toBe(0);
    expect(vqaAccuracy('yes', people(1))).toBeCloseTo(0.3, 12);
    expect(vqaAccuracy('yes', people(2))).toBeCloseTo(0.6, 12);
    expect(vqaAccuracy('yes', people(3))).toBeCloseTo(0.9, 12);
    expect(vqaAccuracy('yes', people(4))).toBe(1);
    expect(vqaAccuracy('The yes!', people(9))).toBe(1);
  });

  it('normalises numbers, articles, punctuation and contractions', () => {
    expect(normalizeAnswer('The two dogs.')).toBe('2 dogs');
    expect(normalizeAnswer('dont')).toBe("don't");
    expect(normalizeAnswer('1,000 birds')).toBe('1000 birds');
    expect(normalizeAnswer('2.5 m')).toBe('2.5 m');
  });
});

describe('.npy files', () => {
  it('start on a multiple of 64 and hold the values little-endian', () => {
    const bytes = encodeNpy(Float64Array.of(1, -2), [2, 1]);
    const start = bytes.length - 16;
    expect(start % 64).toBe(0);
    expect(new TextDecoder().decode(bytes.subarray(10, start))).toMatch(/'shape': \(2, 1\), \} +\n$/);
    expect(new DataView(bytes.buffer).getFloat64(start + 8, true)).toBe(-2);
  });
});
