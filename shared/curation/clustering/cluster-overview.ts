import * as z from 'zod';
import { evenSample } from '../vectors/even-sample.ts';
import type { NeighbourGraph } from '../vectors/neighbour-graph.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { agglomerate } from './agglomerate.ts';
import { condensedDistances } from './condensed-distances.ts';
import { findElbow } from './find-elbow.ts';
import { kDistances } from './k-distances.ts';
import { kMeansOfMany } from './k-means-of-many.ts';
import { kMeans } from './k-means.ts';
import { silhouette } from './silhouette.ts';

/** All that a person needs to choose how images are grouped, without the vectors. */
export const ClusterOverview = z.object({
  /** Average linkage over the leaves, as scipy numbers them: leaf i is i, merge i makes leaves + i. */
  merges: z.array(z.object({ first: z.int(), second: z.int(), distance: z.number(), size: z.int() })),
  leafSizes: z.array(z.int()),
  /** k-means with several k: on all images, or on a sample of a large set. */
  choices: z.array(z.object({ k: z.int(), inertia: z.number(), silhouette: z.number() })),
  /** The k with the best silhouette, and the one where inertia bends. */
  bestSilhouette: z.int(),
  elbow: z.int(),
  /** Distances to the `minPoints`-th neighbour, ascending, thinned out to 200; and where the curve bends. */
  kDistances: z.array(z.number()),
  minPoints: z.int(),
  radius: z.number(),
});
export type ClusterOverview = z.infer<typeof ClusterOverview>;

const MOST_LEAVES = 200;
const SAMPLE = 2000;
const CHOICES = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32];
const MIN_POINTS = 5;
const CURVE_POINTS = 200;

/**
 * A dendrogram over at most 200 leaves (small sets: the images themselves; larger ones: k-means cells, so that the tree
 * costs O(n)), how good several k are, and the k-distance curve.
 *
 * @returns also the leaf of every vector
 */
export function clusterOverview(
  table: VectorTable,
  graph: NeighbourGraph,
): { overview: ClusterOverview; leaves: Int32Array } {
  const { labels: leaves, centers } = kMeansOfMany(table, {
    k: Math.min(MOST_LEAVES, table.count),
    restarts: 1,
  });
  const leafSizes = Array.from({ length: centers.count }, () => 0);
  for (const leaf of leaves) leafSizes[leaf]++;
  const merges = agglomerate(condensedDistances(centers), 'average');

  const { sample } = evenSample(table, SAMPLE);
  const choices = CHOICES.filter((k) => k < sample.count).map((k) => {
    const { labels, inertia } = kMeans(sample, { k, restarts: 2 });
    const values = silhouette(sample, labels);
    return { k, inertia, silhouette: values.reduce((a, b) => a + b, 0) / values.length };
  });
  const best = choices.reduce((a, b) => (b.silhouette > a.silhouette ? b : a), choices[0]);
  const curve = kDistances(graph, MIN_POINTS);
  const thinned = Array.from(
    { length: Math.min(CURVE_POINTS, curve.length) },
    (_, i, of = Math.min(CURVE_POINTS, curve.length)) =>
      curve[Math.round((i * (curve.length - 1)) / Math.max(1, of - 1))],
  );
  return {
    leaves,
    overview: {
      merges,
      leafSizes,
      choices,
      bestSilhouette: best?.k ?? 1,
      elbow: choices[findElbow(choices.map(({ inertia }) => inertia))]?.k ?? 1,
      kDistances: thinned,
      minPoints: Math.min(MIN_POINTS, graph.k),
      radius: thinned[findElbow(thinned)] ?? 0,
    },
  };
}
