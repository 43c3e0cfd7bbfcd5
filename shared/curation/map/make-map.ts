import { seededRandom } from '../seeded-random.ts';
import type { NeighbourGraph } from '../vectors/neighbour-graph.ts';
import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { fitCurve } from './fit-curve.ts';
import { fuzzyGraph } from './fuzzy-graph.ts';
import { initialLayout } from './initial-layout.ts';
import { optimizeLayout } from './optimize-layout.ts';

export interface MapOptions {
  seed?: number;
  /** Neighbours of each point, without itself. */
  neighbours?: number;
  /** How close points may lie on the map. */
  minDistance?: number;
  epochs?: number;
  /** A graph that is there already (exact, of these vectors). */
  graph?: NeighbourGraph;
  onProgress?: (epoch: number, epochs: number) => void;
}

/**
 * A 2-D map by UMAP (McInnes, Healy and Melville 2018): near vectors lie near each other. The same vectors and seed give
 * the same bytes.
 *
 * @returns count × 2: x, y
 */
export function makeMap(table: VectorTable, options: MapOptions = {}): Float32Array {
  const { seed = 1, neighbours = 14, minDistance = 0.1, graph } = options;
  const { count } = table;
  if (count < 3) return Float32Array.from({ length: count * 2 }, (_, i) => (i === 2 ? 1 : 0));
  const epochs = options.epochs ?? (count <= 10_000 ? 500 : 200);
  const layout = initialLayout(table, seededRandom(seed));
  optimizeLayout(layout, fuzzyGraph(graph ?? neighbourGraph(table, neighbours)), {
    ...fitCurve(minDistance),
    epochs,
    seed,
    onProgress: (epoch) => options.onProgress?.(epoch, epochs),
  });
  return Float32Array.from(layout);
}
