import { describe, expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { allPairs, hammingPairs, indexedPairs } from './hamming-pairs.ts';

/** Hashes in small families, so that close pairs exist. */
function families(count: number, seed: number): BigUint64Array {
  const random = seededRandom(seed);
  const word = () => (BigInt(Math.floor(random() * 2 ** 32)) << 32n) | BigInt(Math.floor(random() * 2 ** 32));
  const parents = Array.from({ length: 12 }, word);
  return BigUint64Array.from({ length: count }, (_, i) => {
    let hash = parents[i % 12];
    for (let flips = Math.floor(random() * 9); flips > 0; flips--)
      hash ^= 1n << BigInt(Math.floor(random() * 64));
    return hash;
  });
}

describe('hamming pairs', () => {
  test.each([0, 3, 6, 8, 11])('within %i bits are the same by all three ways', (limit) => {
    const words = families(260, limit + 1);
    const slow = [];
    for (let first = 0; first < words.length; first++)
      for (let second = first + 1; second < words.length; second++) {
        const distance = (words[first] ^ words[second]).toString(2).replaceAll('0', '').length;
        if (distance <= limit) slow.push({ first, second, distance });
      }
    expect(allPairs(words, limit)).toEqual(slow);
    expect(indexedPairs(words, limit)).toEqual(slow);
    expect(
      hammingPairs(
        Array.from(words, (word) => word.toString(16).padStart(16, '0')),
        limit,
      ),
    ).toEqual(slow);
  });

  test('of no hashes are none', () => expect(hammingPairs([], 8)).toEqual([]));
});
