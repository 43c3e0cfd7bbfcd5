import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deepestPixel } from './deepest-pixel.ts';

/** Asks every pixel for its nearest outside. */
function slowDepth(bitmap: Uint8Array, height: number, width: number, x: number, y: number): number {
  let least = Infinity;
  for (let v = -1; v <= height; v++) {
    for (let u = -1; u <= width; u++) {
      const isInside = u >= 0 && v >= 0 && u < width && v < height && bitmap[v * width + u] === 1;
      if (!isInside) least = Math.min(least, Math.abs(u - x) + Math.abs(v - y));
    }
  }
  return least;
}

it('finds a pixel that no other pixel of the mask is deeper than', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 48, maxLength: 48 }), (values) => {
      const bitmap = Uint8Array.from(values, (value) => (value > 0 ? 1 : 0));
      const found = deepestPixel(bitmap, 6, 8);
      const depths = Array.from(bitmap, (value, at) =>
        value === 0 ? 0 : slowDepth(bitmap, 6, 8, at % 8, Math.floor(at / 8)),
      );
      const deepest = Math.max(...depths);
      if (deepest === 0) return expect(found).toBeUndefined();
      expect(depths[(found!.y - 0.5) * 8 + found!.x - 0.5]).toBe(deepest);
    }),
  );
});

it('lies in the middle of a square', () => {
  const bitmap = new Uint8Array(100);
  for (let y = 2; y < 7; y++) bitmap.fill(1, y * 10 + 3, y * 10 + 8);
  expect(deepestPixel(bitmap, 10, 10)).toEqual({ x: 5.5, y: 4.5 });
});
