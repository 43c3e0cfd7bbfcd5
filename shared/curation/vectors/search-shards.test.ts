import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { searchShards } from './search-shards.ts';
import { VectorIndex } from './vector-index.ts';
import { normalizeVectors, vectorTable } from './vector-table.ts';

const random = seededRandom(3);
const table = normalizeVectors(
  vectorTable(
    Float32Array.from({ length: 900 * 8 }, () => random() - 0.5),
    8,
  ),
);
const row = (i: number) => table.data.subarray(i * 8, (i + 1) * 8);
const shards = [0, 400, 700].map((first, n) => {
  const end = [400, 700, 900][n];
  return {
    index: new VectorIndex({ count: end - first, dimensions: 8, data: table.data.slice(first * 8, end * 8) }),
    ids: Array.from({ length: end - first }, (_, i) => String(first + i)),
  };
});
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

test('shards answer like one table, also with a filter that few pass', () => {
  for (const isWanted of [() => true, (id: string) => Number(id) % 97 === 0]) {
    const slow = Array.from({ length: 900 }, (_, i) => ({ id: String(i), score: dot(row(i), row(5)) }))
      .filter(({ id }) => isWanted(id))
      .sort((a, b) => b.score - a.score)
      .slice(0, 7);
    expect(searchShards(shards, row(5), 7, isWanted).map(({ id }) => id)).toEqual(slow.map(({ id }) => id));
  }
});

test('a selection finds what is near to any of its members', () => {
  const found = searchShards(shards, [row(5), row(800)], 2).map(({ id }) => id);
  expect(found.sort()).toEqual(['5', '800']);
});
