import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeVectorPack, encodeVectorPack } from './vector-pack.ts';

test('a pack holds its rows and vectors through writing and reading, wherever its bytes lie', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.record({ id: fc.string(), n: fc.integer() })),
      fc.integer({ min: 0, max: 7 }),
      (dimensions, rows, shift) => {
        const data = Float32Array.from({ length: rows.length * dimensions }, (_, i) => i / 3);
        const bytes = encodeVectorPack({ dimensions, rows, data });
        const moved = new Uint8Array(bytes.length + shift);
        moved.set(bytes, shift);
        expect(decodeVectorPack(moved.subarray(shift))).toEqual({ dimensions, rows, data });
        expect(decodeVectorPack(Buffer.from(bytes))).toEqual({ dimensions, rows, data });
      },
    ),
  );
});

test('half a pack and other files are refused', () => {
  const bytes = encodeVectorPack({ dimensions: 2, rows: [1, 2], data: Float32Array.of(1, 2, 3, 4) });
  expect(() => decodeVectorPack(bytes.subarray(0, bytes.length - 1))).toThrow(/cut short/);
  expect(() => decodeVectorPack(bytes.subarray(0, 14))).toThrow(/cut short/);
  expect(() => decodeVectorPack(new Uint8Array(40))).toThrow(/not a pack/);
});
