import type { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';
import { cutDendrogram } from '../../../shared/curation/clustering/cut-dendrogram.ts';
import { densityGroups } from '../../../shared/curation/clustering/density-groups.ts';
import type { ExploredImages } from './load-images.ts';

/** How images are grouped: as the curation did, by a cut through the tree, or by how densely they lie. */
export type Grouping =
  { by: 'k-means' } | { by: 'tree'; clusters: number } | { by: 'density'; radius: number };

export interface Group {
  label: number;
  size: number;
}

/** A label for every image, −1 for none, and the groups, the largest first. */
export function groupImages(
  images: ExploredImages,
  grouping: Grouping,
  overview: ClusterOverview | undefined,
): { labels: Int32Array; groups: Group[] } {
  const labels = labelsOf(images, grouping, overview);
  const sizes = new Map<number, number>();
  for (const label of labels) if (label >= 0) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const groups = [...sizes].map(([label, size]) => ({ label, size }));
  return { labels, groups: groups.sort((a, b) => b.size - a.size || a.label - b.label) };
}

function labelsOf(
  images: ExploredImages,
  grouping: Grouping,
  overview: ClusterOverview | undefined,
): Int32Array {
  if (overview === undefined || grouping.by === 'k-means') return images.cluster;
  if (grouping.by === 'tree') {
    const ofLeaf = cutDendrogram(overview.merges, { clusters: grouping.clusters });
    return images.leaf.map((leaf) => ofLeaf[leaf]);
  }
  const neighbours = Array.from({ length: images.count }, (_, row) => ({
    ids: images.neighbours(row),
    distances: images.distances(row),
  }));
  return densityGroups(images.count, (row) => neighbours[row], {
    radius: grouping.radius,
    minPoints: overview.minPoints,
  });
}
