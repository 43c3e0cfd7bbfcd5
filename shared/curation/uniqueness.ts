import type { NeighbourGraph } from './vectors/neighbour-graph.ts';

/** Cosine distances below this are the same picture. */
const IDENTICAL = 1e-5;

/**
 * How unlike its neighbours each vector is: the cosine distance to the nearest that is not identical to it. Of N
 * identical ones the first keeps its distance and the other N − 1 have 0.
 *
 * @param graph of vectors of length 1, with 30 neighbours or so
 */
export function uniqueness(graph: NeighbourGraph): Float64Array {
  const scores = new Float64Array(graph.count);
  for (let i = 0; i < graph.count; i++) {
    let isCopy = false;
    let nearest = 0;
    for (let at = i * graph.k; at < (i + 1) * graph.k; at++) {
      const distance = graph.distances[at] ** 2 / 2;
      if (distance >= IDENTICAL) {
        nearest = distance;
        break;
      }
      isCopy ||= graph.ids[at] < i;
    }
    scores[i] = isCopy ? 0 : nearest;
  }
  return scores;
}
