import { VectorIndex } from './vector-index.ts';
import type { VectorTable } from './vector-table.ts';

/** The nearest others of every vector: count × k, nearest first, ties in order of index. */
export interface NeighbourGraph {
  count: number;
  k: number;
  ids: Int32Array;
  distances: Float64Array;
}

/** Candidates beyond k, so that float32 scores that round the wrong way cannot push out a true neighbour. */
const SPARE = 6;
/** From so many vectors on, codes save more than they cost. */
const PREPARED_FROM = 10_000;

/**
 * The exact Euclidean k-nearest-neighbour graph (a vector is not its own neighbour). Found with float32 tiles, then
 * ordered by float64 distances. For vectors of length 1, cosine distance = distance² / 2. One graph serves uniqueness,
 * class checks, the k-distance plot and the map.
 */
export function neighbourGraph(
  table: VectorTable,
  k: number,
  onProgress?: (done: number) => void,
): NeighbourGraph {
  const { count, dimensions, data } = table;
  const size = Math.max(0, Math.min(k, count - 1));
  const centered = withoutMean(table);
  const index = new VectorIndex(centered, 'euclidean');
  if (count > PREPARED_FROM) index.prepare();
  const found = index.searchAll(size + 1 + SPARE, onProgress);
  const graph = {
    count,
    k: size,
    ids: new Int32Array(count * size),
    distances: new Float64Array(count * size),
  };
  const candidates: { id: number; distance: number }[] = [];
  for (let i = 0; i < count; i++) {
    candidates.length = 0;
    for (let at = i * found.k; at < (i + 1) * found.k; at++) {
      const id = found.ids[at];
      if (id === i) continue;
      let squares = 0;
      for (let j = 0; j < dimensions; j++)
        squares += (data[i * dimensions + j] - data[id * dimensions + j]) ** 2;
      candidates.push({ id, distance: Math.sqrt(squares) });
    }
    candidates.sort((a, b) => a.distance - b.distance || a.id - b.id);
    for (let at = 0; at < size; at++) {
      graph.ids[i * size + at] = candidates[at].id;
      graph.distances[i * size + at] = candidates[at].distance;
    }
  }
  return graph;
}

/** Distances stay as they are, and float32 keeps more of them near the origin. */
function withoutMean({ count, dimensions, data }: VectorTable): VectorTable {
  const mean = new Float64Array(dimensions);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < dimensions; j++) mean[j] += data[i * dimensions + j] / count;
  return { count, dimensions, data: data.map((value, i) => value - mean[i % dimensions]) };
}
