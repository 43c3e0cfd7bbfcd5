import { MOST_QUERIES, NearestRows } from './nearest-rows.ts';
import type { VectorTable } from './vector-table.ts';

/** The nearest of a few centres to every vector, in float32. */
export function nearestCenters(
  { count, dimensions, data }: VectorTable,
  centers: VectorTable,
  origin: Float64Array,
): Int32Array {
  const index = new NearestRows(centers, origin);
  const labels = new Int32Array(count);
  for (let first = 0; first < count; first += MOST_QUERIES) {
    const load = (q: number, target: Float32Array) =>
      target.set(data.subarray((first + q) * dimensions, (first + q + 1) * dimensions));
    const queries = { count: Math.min(MOST_QUERIES, count - first), load };
    labels.set(index.nearest(queries, [[0, centers.count]], 1), first);
  }
  return labels;
}
