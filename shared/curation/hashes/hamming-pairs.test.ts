import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { forEachHammingPair } from './hamming-pairs.ts';
import type { HammingPair } from './hamming-pairs.ts';

const hex = (word: bigint) => word.toString(16).padStart(16, '0');

function pairsOf(hashes: readonly string[], limit: number, isIndexed: boolean): HammingPair[] {
  const pairs: HammingPair[] = [];
  forEachHammingPair(hashes, limit, (pair) => pairs.push(pair), { isIndexed });
  return pairs;
}

/** Every hash against every other. */
function comparedOneByOne(hashes: readonly string[], limit: number): HammingPair[] {
  const words = hashes.map((hash) => BigInt(`0x${hash}`));
  return words.flatMap((word, second) =>
    words.slice(0, second).flatMap((other, first) => {
      const distance = (word ^ other).toString(2).replaceAll('0', '').length;
      return distance <= limit ? [{ first, second, distance }] : [];
    }),
  );
}

/** Hashes in small families, so that close pairs exist. */
function families(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const word = () => (BigInt(Math.floor(random() * 2 ** 32)) << 32n) | BigInt(Math.floor(random() * 2 ** 32));
  const parents = Array.from({ length: 12 }, word);
  return Array.from({ length: count }, (_, i) => {
    let hash = parents[i % 12];
    for (let flips = Math.floor(random() * 9); flips > 0; flips--)
      hash ^= 1n << BigInt(Math.floor(random() * 64));
    return hex(hash);
  });
}

describe('hamming pairs', () => {
  test.each([0, 1, 2, 3, 4, 6, 7, 8, 11, 64])('within %i bits are those of every pair', (limit) => {
    const hashes = families(260, limit + 1);
    expect(pairsOf(hashes, limit, true)).toEqual(comparedOneByOne(hashes, limit));
    expect(pairsOf(hashes, limit, false)).toEqual(comparedOneByOne(hashes, limit));
  });

  test('of any hashes within any limit, bits lying together or apart, are those of every pair', () => {
    const flips = fc.array(fc.nat(63), { maxLength: 14 });
    const relatives = fc
      .tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.array(flips, { minLength: 1, maxLength: 24 }))
      .map(([parent, all]) =>
        all.map((places) => hex(places.reduce((hash, place) => hash ^ (1n << BigInt(place)), parent))),
      );
    fc.assert(
      fc.property(relatives, fc.nat(14), (hashes, limit) => {
        expect(pairsOf(hashes, limit, true)).toEqual(comparedOneByOne(hashes, limit));
      }),
      { numRuns: 40 },
    );
  });

  test('of what is like everything are as many as asked for', () => {
    const same = Array.from({ length: 50 }, () => 'f0f0f0f0f0f0f0f0');
    const ofLast: number[] = [];
    const visit = ({ first, second }: HammingPair) => second === 49 && ofLast.push(first);
    forEachHammingPair(same, 6, visit, { most: 10, isIndexed: true });
    expect(ofLast).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('of no hashes are none', () => expect(pairsOf([], 8, true)).toEqual([]));
});
