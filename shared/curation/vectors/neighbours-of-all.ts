import { neighbourGraph } from './neighbour-graph.ts';
import type { NeighbourGraph } from './neighbour-graph.ts';
import { PartitionedIndex } from './partitioned-index.ts';
import type { VectorTable } from './vector-table.ts';

/** Up to so many vectors all pairs are compared. */
const MOST_EXACT = 50_000;

/** The neighbour graph of a set of any size, and the part of the true neighbours that it holds: 1, or as measured. */
export function neighboursOfAll(
  table: VectorTable,
  k: number,
  mostExact = MOST_EXACT,
): { graph: NeighbourGraph; recall: number } {
  if (table.count <= mostExact) return { graph: neighbourGraph(table, k), recall: 1 };
  const index = new PartitionedIndex(table);
  const graph = index.graph(k);
  return { graph, recall: index.measuredRecall(graph) };
}
