import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';

const textOf = (write: (writer: ByteWriter) => void): string => {
  const writer = new ByteWriter(8);
  write(writer);
  return new TextDecoder().decode(writer.take());
};
/** What a number is to read as: its thousandths, and nothing behind them. */
const plain = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value * 1000) / 1000 + 0) : '0';

test.each([
  0,
  -0,
  1,
  9.5,
  10.05,
  100.001,
  999,
  999.9996,
  1000,
  1001.5,
  999_999.999,
  999_999.9996,
  1e6,
  1e6 + 0.125,
  123_456_789.25,
  1e9 + 7,
  1e12,
  1.5e300,
  -0.0001,
  -3.25,
  -1234.5,
  NaN,
  Infinity,
  -Infinity,
  0.1 + 0.2,
  1e-300,
])('writes %d with at most three digits behind the point', (value) => {
  expect(textOf((writer) => writer.number(value))).toBe(plain(value));
});

test('writes any hundredth of a pixel as it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000_000, max: 200_000_000 }), (hundredths) => {
      expect(Number(textOf((writer) => writer.number(hundredths / 100)))).toBe(hundredths / 100);
    }),
  );
});

test('writes points as their numbers one after the other', () => {
  const number = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: 0, max: 5000, noNaN: true }));
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number)), (points) => {
      const one = points.flat().map((value) => textOf((writer) => writer.number(value)));
      expect(textOf((writer) => writer.points(points))).toBe(one.join(','));
    }),
  );
});
