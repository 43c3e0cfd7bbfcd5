import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { vectorTable } from '../vectors/vector-table.ts';
import { condensedChain } from './agglomerate.ts';
import { condensedDistances } from './condensed-distances.ts';
import { neighbourChain } from './neighbour-chain.ts';

test.each([2, 3, 4, 65, 130, 257])(
  '%i points: WebAssembly merges as the plain chain does, ties and all',
  (count) => {
    const random = seededRandom(count);
    // Whole numbers of a small range: many equal distances, and copies.
    const data = Float32Array.from({ length: count * 2 }, () => Math.floor(random() * 8));
    const distances = condensedDistances(vectorTable(data, 2));
    for (const linkage of ['complete', 'average', 'ward'] as const)
      expect(neighbourChain(distances, count, linkage)).toEqual(condensedChain(distances, count, linkage));
  },
);
