import { expect, test } from 'vitest';
import { uniqueness } from './uniqueness.ts';
import { neighbourGraph } from './vectors/neighbour-graph.ts';
import { normalizeVectors, vectorTable } from './vectors/vector-table.ts';

test('of identical vectors all but the first score 0, the odd one out scores most', () => {
  const table = normalizeVectors(vectorTable(Float32Array.of(1, 0, 1, 0, 1, 0, 0.9, 0.1, 0, 1), 2));
  const scores = uniqueness(neighbourGraph(table, 30));
  expect([...scores.subarray(1, 3)]).toEqual([0, 0]);
  expect(scores[0]).toBeGreaterThan(0);
  expect(Math.max(...scores)).toBe(scores[4]);
});
