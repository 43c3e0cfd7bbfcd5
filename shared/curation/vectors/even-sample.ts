import { seededRandom } from '../seeded-random.ts';
import type { VectorTable } from './vector-table.ts';

/**
 * At most `most` rows, one by lot from each of as many equal stretches (at even steps, a set that repeats itself would
 * lose parts), and which rows these are; a table that is no larger stays as it is. Deterministic.
 */
export function evenSample(table: VectorTable, most: number): { sample: VectorTable; rows: Int32Array } {
  const { count, dimensions, data } = table;
  if (count <= most) return { sample: table, rows: Int32Array.from({ length: count }, (_, row) => row) };
  const random = seededRandom(1);
  const rows = Int32Array.from({ length: most }, (_, i) => Math.floor(((i + random()) * count) / most));
  const picked = new Float32Array(most * dimensions);
  for (const [at, row] of rows.entries())
    picked.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  return { sample: { count: most, dimensions, data: picked }, rows };
}
