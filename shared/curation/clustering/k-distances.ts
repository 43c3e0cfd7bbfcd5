import type { NeighbourGraph } from '../vectors/neighbour-graph.ts';

/** The distance of every point to its k-th neighbour, ascending: the plot from which DBSCAN's radius is read. */
export function kDistances(graph: NeighbourGraph, k: number): Float64Array {
  const at = Math.min(k, graph.k) - 1;
  return Float64Array.from({ length: graph.count }, (_, i) => graph.distances[i * graph.k + at]).sort();
}
