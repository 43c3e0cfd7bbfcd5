import type { NeighbourGraph } from './neighbour-graph.ts';
import { offerNeighbour } from './offer-neighbour.ts';
import type { VectorTable } from './vector-table.ts';

/** Whose neighbours are looked at, and how many of them. */
const ASKED = 15;
const TOLD = 15;
/** Numbers that are added up before it is seen whether a vector is too far already. */
const STEP = 32;

/**
 * One round of neighbours of neighbours (Dong, Charikar and Li 2011): whoever is near to what is near is looked at too.
 * Lines only get nearer. Changes the graph in place.
 */
export function improveGraph({ count, dimensions, data }: VectorTable, graph: NeighbourGraph): void {
  const { k, ids, distances } = graph;
  const seen = new Int32Array(count).fill(-1);
  const asked = new Int32Array(Math.min(ASKED, k));
  for (let row = 0; row < count; row++) {
    const from = row * k;
    seen[row] = row;
    for (let at = from; at < from + k; at++) seen[ids[at]] = row;
    asked.set(ids.subarray(from, from + asked.length));
    const own = row * dimensions;
    for (const neighbour of asked) {
      for (let at = neighbour * k; at < neighbour * k + Math.min(TOLD, k); at++) {
        const id = ids[at];
        if (seen[id] === row) continue;
        seen[id] = row;
        const worst = distances[from + k - 1] ** 2;
        const other = id * dimensions;
        let squares = 0;
        for (let j = 0; j < dimensions && squares <= worst;) {
          for (const end = Math.min(dimensions, j + STEP); j < end; j++)
            squares += (data[own + j] - data[other + j]) ** 2;
        }
        if (squares <= worst) offerNeighbour(graph, row, k, id, Math.sqrt(squares));
      }
    }
  }
}
