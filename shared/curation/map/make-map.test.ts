import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { vectorTable } from '../vectors/vector-table.ts';
import { fitCurve } from './fit-curve.ts';
import { makeMap } from './make-map.ts';

const random = seededRandom(1);
const clouds = vectorTable(
  Float32Array.from({ length: 90 * 6 }, (_, at) => (Math.floor(at / 6) % 3) * 8 + random()),
  6,
);

describe('makeMap', () => {
  test('keeps three clouds apart', () => {
    const map = makeMap(clouds);
    const distance = (i: number, j: number) =>
      Math.hypot(map[i * 2] - map[j * 2], map[i * 2 + 1] - map[j * 2 + 1]);
    for (let i = 0; i < 90; i++) {
      const nearest = Array.from({ length: 90 }, (_, j) => j)
        .filter((j) => j !== i)
        .sort((a, b) => distance(i, a) - distance(i, b))[0];
      expect(nearest % 3).toBe(i % 3);
    }
  });

  test('gives the same bytes for the same seed on every machine, and others for another', () => {
    const digest = (seed: number) =>
      createHash('sha256')
        .update(Buffer.from(makeMap(clouds, { seed, epochs: 50 }).buffer))
        .digest('hex');
    expect(digest(1)).toBe(digest(1));
    expect(digest(1)).not.toBe(digest(2));
    expect(digest(1).slice(0, 16)).toMatchInlineSnapshot(`"ad8a8404a857e131"`);
  });

  test('takes sets that are hardly there, and copies', () => {
    expect(makeMap(vectorTable(new Float32Array(), 3))).toHaveLength(0);
    expect(makeMap(vectorTable(Float32Array.of(1, 2), 1))).toHaveLength(4);
    expect(makeMap(vectorTable(new Float32Array(40).fill(1), 2)).every(Number.isFinite)).toBe(true);
  });

  test('fits the curve that UMAP uses', () => {
    const { a, b } = fitCurve(0.1);
    expect(a).toBeCloseTo(1.577, 2);
    expect(b).toBeCloseTo(0.895, 2);
  });
});
