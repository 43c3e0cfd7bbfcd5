import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPointInPolygon } from './is-point-in-polygon.ts';
import { signedArea } from './signed-area.ts';
import { traceMask } from './trace-mask.ts';

/** Column-major runs of a picture drawn with # and spaces, one string per row. */
function countsOf(rows: string[]): number[] {
  const counts: number[] = [];
  let run = 0;
  let value = ' ';
  for (let x = 0; x < rows[0].length; x++) {
    for (const row of rows) {
      if (row[x] !== value) {
        counts.push(run);
        run = 0;
        value = row[x];
      }
      run++;
    }
  }
  counts.push(run);
  return counts;
}

/** The obvious twin: a pixel is inside when its centre is inside an odd number of rings of one part. */
function fill(parts: ReturnType<typeof traceMask>, height: number, width: number): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      isPointInPolygon([x + 0.5, y + 0.5], { parts }) ? '#' : ' ',
    ).join(''),
  );
}

/** Number of 4-connected regions, by flood fill. */
function countRegions(rows: string[]): number {
  const seen = new Set<string>();
  let regions = 0;
  rows.forEach((row, y) =>
    Array.from(row).forEach((cell, x) => {
      if (cell !== '#' || seen.has(`${x},${y}`)) return;
      regions++;
      const queue = [[x, y]];
      while (queue.length > 0) {
        const [px, py] = queue.pop()!;
        if (rows[py]?.[px] !== '#' || seen.has(`${px},${py}`)) continue;
        seen.add(`${px},${py}`);
        queue.push([px + 1, py], [px - 1, py], [px, py + 1], [px, py - 1]);
      }
    }),
  );
  return regions;
}

test('a rectangle becomes its four corners', () => {
  expect(traceMask(countsOf(['    ', ' ## ', ' ## ']), 3, 4)).toEqual([
    [
      [
        [1, 1],
        [3, 1],
        [3, 3],
        [1, 3],
      ],
    ],
  ]);
});

test('a ring has one hole, and an island in the hole is a part of its own', () => {
  const parts = traceMask(countsOf(['#####', '#   #', '# # #', '#   #', '#####']), 5, 5);
  expect(parts.map((part) => part.length)).toEqual([2, 1]);
  expect(signedArea(parts[0][0])).toBe(25);
  expect(signedArea(parts[0][1])).toBe(-9);
});

test('pixels that touch at a corner are two parts', () => {
  expect(traceMask(countsOf(['# ', ' #']), 2, 2)).toHaveLength(2);
  expect(traceMask(countsOf([' #', '# ']), 2, 2)).toHaveLength(2);
});

test('an empty mask has no parts, a full one has one', () => {
  expect(traceMask([12], 3, 4)).toEqual([]);
  expect(traceMask([0, 12], 3, 4)).toHaveLength(1);
  expect(traceMask([], 0, 0)).toEqual([]);
});

test('any mask: filling its outlines gives it back, one part per region, outer clockwise, holes the other way', () => {
  const mask = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .chain(([h, w]) =>
      fc.array(fc.array(fc.constantFrom('#', '#', ' '), { minLength: w, maxLength: w }), {
        minLength: h,
        maxLength: h,
      }),
    )
    .map((rows) => rows.map((row) => row.join('')));
  fc.assert(
    fc.property(mask, (rows) => {
      const parts = traceMask(countsOf(rows), rows.length, rows[0].length);
      expect(fill(parts, rows.length, rows[0].length)).toEqual(rows);
      expect(parts).toHaveLength(countRegions(rows));
      for (const [outer, ...holes] of parts) {
        expect(signedArea(outer)).toBeGreaterThan(0);
        for (const hole of holes) expect(signedArea(hole)).toBeLessThan(0);
      }
    }),
    { numRuns: 500 },
  );
});

test('empty runs in the middle of a run of ones do not cut it', () => {
  expect(traceMask([1, 1, 0, 1, 1], 2, 2)).toEqual(traceMask([1, 2, 1], 2, 2));
});
