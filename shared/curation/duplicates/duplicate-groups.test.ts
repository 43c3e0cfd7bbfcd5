import { expect, test } from 'vitest';
import { duplicateGroups } from './duplicate-groups.ts';

const limits = { phashBits: 6, dhashBits: 10 };
const flip = (hash: string, bits: number): string =>
  (BigInt(`0x${hash}`) ^ ((1n << BigInt(bits)) - 1n)).toString(16).padStart(16, '0');
const a = 'f0f0f0f0f0f0f0f0';
const b = '00ff00ff00ff00ff';

test('copies, look-alikes and chains of them share a group; others are alone', () => {
  const prints = [
    { sha256: '1', phash: a, dhash: a },
    { sha256: '2', phash: b, dhash: b },
    { sha256: '1', phash: a, dhash: a },
    { sha256: '3', phash: flip(a, 5), dhash: flip(a, 9) },
    { sha256: '4', phash: flip(flip(a, 5), 10), dhash: flip(a, 9) },
    { sha256: '5', phash: flip(a, 5), dhash: flip(a, 30) },
    { sha256: '6' },
    { sha256: '6' },
  ];
  expect(duplicateGroups(prints, limits)).toEqual([0, 1, 0, 0, 0, 5, 6, 6]);
});

test('flat pictures look like one another and are no duplicates for that', () => {
  const flat = '0000000000000000';
  const prints = ['1', '2', '1'].map((sha256) => ({ sha256, phash: flat, dhash: flat }));
  expect(duplicateGroups(prints, limits)).toEqual([0, 1, 0]);
});
