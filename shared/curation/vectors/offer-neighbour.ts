import type { NeighbourGraph } from './neighbour-graph.ts';

/** Puts a neighbour into the line of a row that holds `held` already, nearest first, ties by id; returns how many it holds now. */
export function offerNeighbour(
  { k, ids, distances }: NeighbourGraph,
  row: number,
  held: number,
  id: number,
  distance: number,
): number {
  const from = row * k;
  const isWorse = (at: number) => distances[at] > distance || (distances[at] === distance && ids[at] > id);
  if (k === 0 || (held === k && !isWorse(from + k - 1))) return held;
  let place = Math.min(held, k - 1);
  for (; place > 0 && isWorse(from + place - 1); place--) {
    distances[from + place] = distances[from + place - 1];
    ids[from + place] = ids[from + place - 1];
  }
  distances[from + place] = distance;
  ids[from + place] = id;
  return Math.min(k, held + 1);
}
