import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { neighbourGraph } from './neighbour-graph.ts';
import { neighboursOfAll } from './neighbours-of-all.ts';
import { PartitionedIndex } from './partitioned-index.ts';
import type { VectorTable } from './vector-table.ts';

/** Clouds of points around few middles. */
function clouds(count: number, dimensions: number, seed: number): VectorTable {
  const random = seededRandom(seed);
  const middles = Float32Array.from({ length: 20 * dimensions }, () => random());
  const data = Float32Array.from({ length: count * dimensions }, (_, at) => {
    const [row, j] = [Math.floor(at / dimensions), at % dimensions];
    return middles[(row % 20) * dimensions + j] + 0.4 * random();
  });
  return { count, dimensions, data };
}

test('finds nearly all true neighbours, and measures what it finds', () => {
  const table = clouds(6000, 24, 1);
  const exact = neighbourGraph(table, 15);
  const { graph, recall } = neighboursOfAll(table, 15, 1000);
  let found = 0;
  for (let row = 0; row < table.count; row++) {
    const line = graph.ids.subarray(row * 15, row * 15 + 15);
    for (const id of exact.ids.subarray(row * 15, row * 15 + 15)) if (line.includes(id)) found++;
  }
  const share = found / exact.ids.length;
  expect(share).toBeGreaterThan(0.97);
  expect(Math.abs(recall - share)).toBeLessThan(0.02);
});

test('every distance is exact, lines are sorted, and nobody is its own neighbour or named twice', () => {
  const tables = fc
    .record({ count: fc.integer({ min: 2, max: 150 }), dimensions: fc.integer({ min: 1, max: 6 }) })
    .chain(({ count, dimensions }) =>
      fc
        // Few values: ties and copies.
        .array(fc.integer({ min: -2, max: 2 }), {
          minLength: count * dimensions,
          maxLength: count * dimensions,
        })
        .map((values): VectorTable => ({ count, dimensions, data: Float32Array.from(values) })),
    );
  fc.assert(
    fc.property(tables, fc.integer({ min: 1, max: 9 }), (table, k) => {
      const graph = new PartitionedIndex(table).graph(k);
      expect(graph.k).toBe(Math.min(k, table.count - 1));
      for (let row = 0; row < table.count; row++) {
        const ids = [...graph.ids.subarray(row * graph.k, (row + 1) * graph.k)];
        const distances = [...graph.distances.subarray(row * graph.k, (row + 1) * graph.k)];
        expect(new Set([row, ...ids]).size).toBe(graph.k + 1);
        expect(distances).toEqual(ids.map((id) => distanceOf(table, row, id)));
        expect(distances).toEqual([...distances].sort((a, b) => a - b));
      }
    }),
    { numRuns: 40 },
  );
});

test('neighbours of others: the nearest of the index, itself where it lies in it', () => {
  const table = clouds(900, 8, 3);
  const others = { ...table, count: 40, data: table.data.slice(0, 40 * 8) };
  const near = new PartitionedIndex(table).neighboursOf(others, 3);
  expect([...near.ids].filter((_, at) => at % 3 === 0)).toEqual(Array.from({ length: 40 }, (_, row) => row));
  expect(near.distances[0]).toBe(0);
});

function distanceOf({ dimensions, data }: VectorTable, a: number, b: number): number {
  let squares = 0;
  for (let j = 0; j < dimensions; j++) squares += (data[a * dimensions + j] - data[b * dimensions + j]) ** 2;
  return Math.sqrt(squares);
}
