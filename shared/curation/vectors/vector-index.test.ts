import { describe, expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { VectorIndex } from './vector-index.ts';
import { normalizeVectors, vectorTable } from './vector-table.ts';

function randomTable(count: number, dimensions: number, seed = 1) {
  const random = seededRandom(seed);
  return vectorTable(
    Float32Array.from({ length: count * dimensions }, () => Math.round((random() - 0.5) * 8)),
    dimensions,
  );
}

/** Small whole numbers: every order of summing gives the same float32, so ties are ties. */
function slowTopK(table: ReturnType<typeof randomTable>, query: Float32Array, k: number) {
  const all = Array.from({ length: table.count }, (_, id) => {
    let score = 0;
    for (let j = 0; j < table.dimensions; j++) score += table.data[id * table.dimensions + j] * query[j];
    return { id, score };
  });
  return all.sort((a, b) => b.score - a.score || a.id - b.id).slice(0, k);
}

describe('VectorIndex', () => {
  test.each([
    [1, 1, 1],
    [7, 3, 10],
    [130, 5, 4],
    [333, 64, 10],
  ])('finds the true nearest of %i vectors of %i numbers', (count, dimensions, k) => {
    const table = randomTable(count, dimensions);
    const index = new VectorIndex(table);
    const all = index.searchAll(k);
    for (let i = 0; i < count; i++) {
      const query = table.data.subarray(i * dimensions, (i + 1) * dimensions);
      const expected = slowTopK(table, query, k);
      const found = index.search(query, k);
      expect([...found.ids]).toEqual(expected.map((hit) => hit.id));
      expect([...found.scores]).toEqual(expected.map((hit) => hit.score));
      expect([...all.ids.subarray(i * all.k, (i + 1) * all.k)]).toEqual([...found.ids]);
    }
  });

  test('is empty without vectors', () => {
    expect(
      new VectorIndex(vectorTable(new Float32Array(), 8)).search(new Float32Array(8), 3).ids,
    ).toHaveLength(0);
  });

  test('refuses vectors that are not numbers', () => {
    expect(() => vectorTable(Float32Array.of(1, NaN), 1)).toThrow(/Vector 1 holds NaN/);
    expect(() => vectorTable(Float32Array.of(1, 2, 3), 2)).toThrow(/3 numbers/);
  });

  test('normalises to length 1 and leaves zero vectors alone', () => {
    expect([...normalizeVectors(vectorTable(Float32Array.of(3, 4, 0, 0), 2)).data]).toEqual([
      Math.fround(0.6),
      Math.fround(0.8),
      0,
      0,
    ]);
  });
});
