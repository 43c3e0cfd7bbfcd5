import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderByScore } from './order-rows.ts';

/** Neighbours in the last bits, on both sides of zero. */
const score = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, -0.5),
  fc
    .tuple(fc.constantFrom(1, -1), fc.integer({ min: 0, max: 9 }))
    .map(([sign, n]) => sign * (1 + n * 2 ** -52)),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

it('orders scores downwards and keeps equal ones as they came', () => {
  fc.assert(
    fc.property(fc.array(score, { maxLength: 40 }), (scores) => {
      const rows = Int32Array.from(scores, (_, i) => scores.length - 1 - i);
      const slow = [...rows].sort((a, b) => scores[b] - scores[a]);
      expect([...orderByScore(rows, Float64Array.from(scores))]).toEqual(slow);
    }),
  );
});
