import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromHalfFloats, toHalfFloats } from './half-float.ts';

it('keeps every half-precision number as it is', () => {
  const halves = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  const back = toHalfFloats(fromHalfFloats(halves));
  for (let bits = 0; bits < 65_536; bits++) {
    const isNan = (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;
    if (isNan) expect((back[bits] & 0x7c00) === 0x7c00 && (back[bits] & 0x3ff) !== 0).toBe(true);
    else if (back[bits] !== bits) expect.fail(`${bits} became ${back[bits]}`);
  }
});

it('rounds to the nearest', () => {
  fc.assert(
    fc.property(fc.double({ min: -60_000, max: 60_000, noNaN: true }), (value) => {
      const [kept] = fromHalfFloats(toHalfFloats(Float32Array.of(value)));
      expect(Math.abs(kept - Math.fround(value))).toBeLessThanOrEqual(
        Math.max(2 ** -25, Math.abs(value) / 2048),
      );
    }),
  );
  expect([...fromHalfFloats(toHalfFloats(Float32Array.of(65_520, -1e9, 2 ** -26)))]).toEqual([
    Infinity,
    -Infinity,
    0,
  ]);
});
