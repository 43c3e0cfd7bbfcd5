import type { Merge } from './agglomerate.ts';

/**
 * Flat clusters from a dendrogram: the merges that stay at or below `distance`, or the last `clusters` that are left.
 * Labels are numbered by their lowest point.
 */
export function cutDendrogram(
  merges: readonly Merge[],
  cut: { distance: number } | { clusters: number },
): Int32Array {
  const count = merges.length + 1;
  const kept =
    'clusters' in cut
      ? Math.max(0, Math.min(merges.length, count - cut.clusters))
      : merges.filter(({ distance }) => distance <= cut.distance).length;
  const parent = Int32Array.from({ length: count + kept }, (_, i) => i);
  for (let step = 0; step < kept; step++)
    parent[merges[step].first] = parent[merges[step].second] = count + step;
  const names = new Map<number, number>();
  return Int32Array.from({ length: count }, (_, i) => {
    let root = i;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    if (!names.has(root)) names.set(root, names.size);
    return names.get(root)!;
  });
}
