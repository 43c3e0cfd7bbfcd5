import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoOfMs } from './iso-of-ms.ts';

it('writes every time as Date does', () => {
  for (const ms of [0, -1, 1, 86_399_999, 86_400_000, 8.64e15, -8.64e15, 253_402_300_800_000])
    expect(isoOfMs(ms)).toBe(new Date(ms).toISOString());
  fc.assert(
    fc.property(
      fc.integer({ min: -8.64e15, max: 8.64e15 }),
      (ms) => isoOfMs(ms) === new Date(ms).toISOString(),
    ),
  );
  expect(() => isoOfMs(8.64e15 + 1)).toThrow(RangeError);
  expect(() => isoOfMs(Number.NaN)).toThrow(RangeError);
});
