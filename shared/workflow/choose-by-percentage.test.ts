import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseByPercentage } from './choose-by-percentage.ts';

/** Two to thirty shares in hundredths of a percent that sum to 100 %. */
const percentages = fc
  .array(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 30 })
  .map((parts) => {
    const sum = parts.reduce((a, b) => a + b);
    const shares = parts.map((part) => Math.max(1, Math.floor((part / sum) * 10_000)));
    shares[0] += 10_000 - shares.reduce((a, b) => a + b);
    return shares.map((share) => share / 100);
  })
  .filter((shares) => shares[0] > 0);

describe('chooseByPercentage', () => {
  it('holds every share within 1 after every number of tasks', () => {
    fc.assert(
      fc.property(percentages, fc.integer({ min: 1, max: 12_000 }), (shares, n) => {
        const taken = shares.map(() => 0);
        for (let ordinal = 0; ordinal < n; ordinal++) {
          taken[chooseByPercentage(shares, ordinal)]++;
          for (let i = 0; i < shares.length; i++) {
            if (Math.abs(taken[i] - ((ordinal + 1) * shares[i]) / 100) >= 1) return false;
          }
        }
        return true;
      }),
      { numRuns: 40 },
    );
  });

  it('gives exactly 70, 20 and 10 of the first 100', () => {
    const taken = [0, 0, 0];
    for (let ordinal = 0; ordinal < 100; ordinal++) taken[chooseByPercentage([70, 20, 10], ordinal)]++;
    expect(taken).toEqual([70, 20, 10]);
  });

  it('a share of 100 takes everything, a share of 0 nothing', () => {
    expect(chooseByPercentage([0, 100], 7)).toBe(1);
    expect(() => chooseByPercentage([50, 49], 0)).toThrow(/exactly 100/);
  });
});
