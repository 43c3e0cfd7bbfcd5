import { neighbourGraph } from '../vectors/neighbour-graph.ts';
import type { VectorTable } from '../vectors/vector-table.ts';

/**
 * How far the neighbours on a map are true neighbours (Venna and Kaski 2001), 0 to 1, as scikit-learn's
 * `trustworthiness`. O(n² log n): for samples and tests.
 */
export function trustworthiness(table: VectorTable, map: VectorTable, k = 5): number {
  const { count, dimensions, data } = table;
  const near = neighbourGraph(map, k);
  const distances = new Float64Array(count);
  let penalty = 0;
  for (let i = 0; i < count; i++) {
    for (let other = 0; other < count; other++) {
      let squares = 0;
      for (let j = 0; j < dimensions; j++)
        squares += (data[i * dimensions + j] - data[other * dimensions + j]) ** 2;
      distances[other] = squares;
    }
    const order = Array.from({ length: count }, (_, at) => at)
      .filter((at) => at !== i)
      .sort((a, b) => distances[a] - distances[b]);
    const rank = new Int32Array(count);
    for (const [place, other] of order.entries()) rank[other] = place + 1;
    for (let at = i * near.k; at < (i + 1) * near.k; at++) penalty += Math.max(0, rank[near.ids[at]] - k);
  }
  return 1 - (penalty * 2) / (count * k * (2 * count - 3 * k - 1));
}
