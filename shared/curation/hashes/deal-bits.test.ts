import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { bitsOf } from './bits-of.ts';
import { dealBits } from './deal-bits.ts';

const random = seededRandom(5);
const word = () => Math.floor(random() * 2 ** 32) | 0;
const distance = (words: Int32Array, i: number, j: number) =>
  bitsOf(words[2 * i] ^ words[2 * j]) + bitsOf(words[2 * i + 1] ^ words[2 * j + 1]);

test('distances stay', () => {
  const words = Int32Array.from({ length: 80 }, word);
  const dealt = dealBits(words);
  for (let i = 0; i < 40; i++)
    for (let j = 0; j < i; j++) expect(distance(dealt, i, j)).toBe(distance(words, i, j));
});

test.each([0, 1])('where all have word %i in common, every part still tells them apart', (common) => {
  const words = Int32Array.from({ length: 8000 }, (_, i) => (i % 2 === common ? 0xbeef1234 : word()));
  const dealt = dealBits(words);
  for (const shift of [0, 16])
    for (const side of [0, 1]) {
      const values = new Set(
        dealt.filter((_, i) => i % 2 === side).map((value) => (value >>> shift) & 0xffff),
      );
      expect(values.size).toBe(256);
    }
});
