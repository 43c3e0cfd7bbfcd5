import { kMeans } from '../clustering/k-means.ts';
import { summarizeClusters } from '../clustering/summarize-clusters.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import type { Selected } from './selected.ts';

/** The most typical vector of each of `budget` k-means clusters, the largest clusters first. */
export function selectRepresentative(table: VectorTable, budget: number, seed = 1): Selected[] {
  const k = Math.min(budget, table.count);
  if (k < 1) return [];
  const { labels } = kMeans(table, { k, seed, restarts: 1 });
  return summarizeClusters(table, labels, 1).map(({ prototypes, size }) => ({
    index: prototypes[0],
    reason: `The most typical of ${size} similar ones.`,
  }));
}
