import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rasterizePolygon } from './rasterize-polygon.ts';
import { decodeRleBytes, decodeRleCounts, encodeRleCounts } from './rle-codec.ts';
import { intersectRuns, mergeRles, rleArea, rleBox, rleIou, writeRuns } from './rle-operations.ts';

interface GoldenCase {
  size: [number, number];
  parts: number[][];
  singles: string[];
  union: string;
  intersection: string;
  area: number;
  box: number[];
  iou: [number, number];
}

const golden = JSON.parse(
  readFileSync(new URL('./rle.golden.json', import.meta.url), 'utf8'),
) as GoldenCase[];

/** Pixels as 0/1, counts from pixels: the slow and obvious twins. */
const toPixels = (counts: ArrayLike<number>): number[] =>
  Array.from(counts).flatMap((run, i) => Array.from({ length: run }, () => i % 2));

function toCounts(pixels: number[]): number[] {
  const counts = [0];
  let value = 0;
  for (const pixel of pixels) {
    if (pixel !== value) {
      counts.push(0);
      value = pixel;
    }
    counts[counts.length - 1]++;
  }
  return counts;
}

const mask = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 1 }), { minLength: length, maxLength: length });

describe('masks as pycocotools makes them', () => {
  it('rasterises, unites, intersects and measures polygons to the same bytes', () => {
    for (const { size, parts, singles, union, intersection, area, box, iou } of golden) {
      const masks = parts.map((part) => rasterizePolygon(part, size[0], size[1]));
      expect(masks.map(encodeRleCounts)).toEqual(singles);
      const merged = mergeRles(masks);
      expect(encodeRleCounts(merged)).toBe(union);
      expect(encodeRleCounts(mergeRles(masks, true))).toBe(intersection);
      expect(rleArea(merged)).toBe(area);
      const { x, y, width, height } = rleBox(merged, size[0]);
      expect([x, y, width, height]).toEqual(box);
      expect([rleIou(masks[0], masks.at(-1)), rleIou(masks[0], masks.at(-1), true)]).toEqual(iou);
    }
  });
});

describe('run-length strings', () => {
  it('give back every list of counts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 30 })), (counts) => {
        expect(Array.from(decodeRleCounts(encodeRleCounts(counts))!)).toEqual(counts);
      }),
    );
  });

  it('are refused when cut off, foreign or negative', () => {
    expect(decodeRleCounts('P')).toBeUndefined();
    expect(decodeRleCounts('1 2')).toBeUndefined();
    expect(decodeRleCounts('é')).toBeUndefined();
    expect(decodeRleCounts('O')).toBeUndefined();
    expect(decodeRleBytes(new TextEncoder().encode('1234'), 0, 4, new Uint32Array(2), 0)).toBe(-1);
  });
});

describe('operations on runs', () => {
  it('agree with the pixels', () => {
    fc.assert(
      fc.property(mask(48), mask(48), (a, b) => {
        const [ca, cb] = [toCounts(a), toCounts(b)];
        const shared = a.filter((v, i) => v && b[i]).length;
        expect(toPixels(mergeRles([ca, cb]))).toEqual(a.map((v, i) => v | b[i]));
        expect(toPixels(mergeRles([ca, cb], true))).toEqual(a.map((v, i) => v & b[i]));
        const runsA = new Int32Array(64);
        const runsB = new Int32Array(64);
        const endA = writeRuns(ca, runsA, 4);
        const endB = writeRuns(cb, runsB, 0);
        expect(intersectRuns(runsA, 4, endA, runsB, 0, endB)).toBe(shared);
        const { x, y, width, height } = rleBox(ca, 6);
        const set = a.flatMap((v, i) => (v ? [[Math.floor(i / 6), i % 6]] : []));
        if (set.length === 0) expect([x, y, width, height]).toEqual([0, 0, 0, 0]);
        else {
          expect(x).toBe(Math.min(...set.map((p) => p[0])));
          expect(x + width - 1).toBe(Math.max(...set.map((p) => p[0])));
          // A run across columns takes the full height, so the box never is too small.
          expect(y).toBeLessThanOrEqual(Math.min(...set.map((p) => p[1])));
          expect(y + height - 1).toBeGreaterThanOrEqual(Math.max(...set.map((p) => p[1])));
        }
      }),
    );
  });

  it('joins touching runs and drops empty ones', () => {
    const runs = new Int32Array(8);
    expect(writeRuns([2, 3, 0, 4, 1, 0, 2], runs, 0)).toBe(2);
    expect([...runs.subarray(0, 2)]).toEqual([2, 9]);
  });
});
