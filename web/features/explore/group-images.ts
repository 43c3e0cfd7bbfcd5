import type { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';
import { cutDendrogram } from '../../../shared/curation/clustering/cut-dendrogram.ts';
import { densityGroups } from '../../../shared/curation/clustering/density-groups.ts';
import type { ExploredImages } from './load-images.ts';
import type { NearestImages } from './nearest-images.ts';

/** How images are grouped: as the curation did, by a cut through the tree, or by how densely they lie. */
export type Grouping =
  { by: 'k-means' } | { by: 'tree'; clusters: number } | { by: 'density'; radius: number };

export interface Group {
  label: number;
  size: number;
}

/**
 * A label for every image, −1 for none, the groups, the largest first, and how many images are in none.
 *
 * @param nearest for density; as long as they are missing, the groups are those of the curation
 */
export function groupImages(
  images: ExploredImages,
  grouping: Grouping,
  overview: ClusterOverview | undefined,
  nearest?: NearestImages,
): { labels: Int32Array; groups: Group[]; alone: number } {
  const labels = labelsOf(images, grouping, overview, nearest);
  const sizes = new Map<number, number>();
  let alone = 0;
  for (const label of labels)
    if (label >= 0) sizes.set(label, (sizes.get(label) ?? 0) + 1);
    else alone++;
  const groups = [...sizes].map(([label, size]) => ({ label, size }));
  return { labels, groups: groups.sort((a, b) => b.size - a.size || a.label - b.label), alone };
}

function labelsOf(
  images: ExploredImages,
  grouping: Grouping,
  overview: ClusterOverview | undefined,
  nearest: NearestImages | undefined,
): Int32Array {
  if (overview === undefined || grouping.by === 'k-means') return images.cluster;
  if (grouping.by === 'tree') {
    const ofLeaf = cutDendrogram(overview.merges, { clusters: grouping.clusters });
    return images.leaf.map((leaf) => ofLeaf[leaf]);
  }
  if (nearest === undefined) return images.cluster;
  return densityGroups(images.count, (row) => nearest.of(row), {
    radius: grouping.radius,
    minPoints: overview.minPoints,
  });
}
