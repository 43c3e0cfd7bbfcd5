import { seededRandom } from '../seeded-random.ts';
import { evenSample } from '../vectors/even-sample.ts';
import type { NeighbourGraph } from '../vectors/neighbour-graph.ts';
import { PartitionedIndex } from '../vectors/partitioned-index.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { makeMap } from './make-map.ts';

/** So many vectors find their places among each other. */
const MOST_LAID_OUT = 50_000;
const NEIGHBOURS = 14;
/** The laid out ones nearest to each other one, between which it is put. */
const PLACED_BY = 5;

/**
 * A map of a set of any size. Of a large one an even sample is laid out; everything else is put between the nearest of
 * the sample, the nearer the closer, as UMAP places what it has not seen. Deterministic.
 *
 * @param graph of all vectors, if there is one: a small set is laid out by it
 * @returns count × 2: x, y
 */
export function mapOfMany(
  table: VectorTable,
  graph: NeighbourGraph | undefined,
  mostLaidOut = MOST_LAID_OUT,
): Float32Array {
  if (table.count <= mostLaidOut) return makeMap(table, graph && graph.k >= NEIGHBOURS ? { graph } : {});
  const { sample, rows } = evenSample(table, mostLaidOut);
  const index = new PartitionedIndex(sample);
  const laidOut = makeMap(sample, { graph: index.graph(NEIGHBOURS) });
  const near = index.neighboursOf(table, PLACED_BY);
  const map = new Float32Array(table.count * 2);
  const random = seededRandom(1);
  // Copies of one of the sample would hide behind it.
  const spread = 1e-3 * widthOf(laidOut);
  for (let row = 0; row < table.count; row++) {
    const from = row * near.k;
    // At the first it weighs 1, at the last almost nothing.
    const reach = near.distances[from + near.k - 1] - near.distances[from];
    let [x, y, sum] = [0, 0, 0];
    for (let at = from; at < from + near.k; at++) {
      const weight = reach > 0 ? Math.exp((-4 * (near.distances[at] - near.distances[from])) / reach) : 1;
      x += weight * laidOut[near.ids[at] * 2];
      y += weight * laidOut[near.ids[at] * 2 + 1];
      sum += weight;
    }
    map[row * 2] = x / sum + spread * (random() - 0.5);
    map[row * 2 + 1] = y / sum + spread * (random() - 0.5);
  }
  for (const [at, row] of rows.entries()) map.set(laidOut.subarray(at * 2, at * 2 + 2), row * 2);
  return map;
}

function widthOf(map: Float32Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of map) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return most - least;
}
