import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { combineMasks } from './combine-masks.ts';
import { bitmapOfMask, maskOfBitmap } from './mask-bitmap.ts';
import { maskOfPolygon } from './mask-of-polygon.ts';
import { rleArea } from './rle-operations.ts';
import { traceMask } from './trace-mask.ts';

const pair = fc
  .tuple(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 11 }))
  .chain(([height, width]) => {
    const bitmap = fc
      .array(fc.constantFrom(0, 0, 1, 1, 255), { minLength: height * width, maxLength: height * width })
      .map((values) => Uint8Array.from(values));
    return fc.record({ height: fc.constant(height), width: fc.constant(width), a: bitmap, b: bitmap });
  });
const binary = (bitmap: Uint8Array): Uint8Array => bitmap.map((value) => (value === 0 ? 0 : 1));

/** The obvious twin: down the columns, pixel by pixel. */
function slowMask(bitmap: Uint8Array, height: number, width: number): number[] {
  const counts: number[] = [];
  let run = 0;
  let isOn = false;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if ((bitmap[y * width + x] !== 0) !== isOn) {
        counts.push(run);
        run = 0;
        isOn = !isOn;
      }
      run++;
    }
  }
  counts.push(run);
  return counts;
}

test('a bitmap becomes the runs that walking down its columns gives, and comes back', () => {
  fc.assert(
    fc.property(pair, ({ height, width, a }) => {
      const counts = maskOfBitmap(a, height, width);
      expect([...counts]).toEqual(slowMask(a, height, width));
      expect(bitmapOfMask(counts, height, width)).toEqual(binary(a));
    }),
    { numRuns: 500 },
  );
});

test('masks combine as their pixels do', () => {
  fc.assert(
    fc.property(pair, ({ height, width, a, b }) => {
      const [maskA, maskB] = [maskOfBitmap(a, height, width), maskOfBitmap(b, height, width)];
      const pixels = (rule: (p: number, q: number) => boolean): Uint8Array =>
        binary(a).map((value, i) => (rule(value, binary(b)[i]) ? 1 : 0));
      const combined = (operation: 'union' | 'intersect' | 'subtract'): Uint8Array =>
        bitmapOfMask(combineMasks(maskA, maskB, operation), height, width);
      expect(combined('union')).toEqual(pixels((p, q) => p + q > 0));
      expect(combined('intersect')).toEqual(pixels((p, q) => p * q > 0));
      expect(combined('subtract')).toEqual(pixels((p, q) => p > q));
    }),
    { numRuns: 300 },
  );
});

test('outline and fill: a mask survives becoming a polygon with holes', () => {
  fc.assert(
    fc.property(pair, ({ height, width, a }) => {
      const counts = maskOfBitmap(a, height, width);
      const back = maskOfPolygon({ parts: traceMask(counts, height, width) }, height, width);
      expect(bitmapOfMask(back, height, width)).toEqual(binary(a));
    }),
    { numRuns: 300 },
  );
});

test('an empty image has one run of nothing', () => {
  expect([...maskOfBitmap(new Uint8Array(), 0, 0)]).toEqual([0]);
  expect(rleArea(maskOfBitmap(new Uint8Array(6).fill(1), 2, 3))).toBe(6);
});
