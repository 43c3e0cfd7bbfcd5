/**
 * DBSCAN over a graph of nearest neighbours, without the vectors: a point is core when its `minPoints`-th nearest (the
 * point itself counts, as in DBSCAN) lies within the radius; core points within the radius of each other are one group;
 * others join the nearest core point within the radius, or are noise. Equal to DBSCAN where no point has more than
 * the graph's neighbours within the radius; denser than that, groups touch through their nearest points only.
 *
 * @param neighboursOf rows and distances, nearest first, without the point itself
 * @returns the group of every point by its lowest member; −1: noise
 */
export function densityGroups(
  count: number,
  neighboursOf: (row: number) => { ids: ArrayLike<number>; distances: ArrayLike<number> },
  { radius, minPoints }: { radius: number; minPoints: number },
): Int32Array {
  const isCore = new Uint8Array(count);
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number) => {
    let root = i;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  for (let row = 0; row < count; row++) {
    const { distances } = neighboursOf(row);
    isCore[row] = minPoints <= 1 || distances[minPoints - 2] <= radius ? 1 : 0;
  }
  for (let row = 0; row < count; row++) {
    if (isCore[row] === 0) continue;
    const { ids, distances } = neighboursOf(row);
    for (let at = 0; at < ids.length && distances[at] <= radius; at++) {
      if (isCore[ids[at]] === 0) continue;
      const [a, b] = [rootOf(row), rootOf(ids[at])];
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const names = new Map<number, number>();
  const labels = new Int32Array(count).fill(-1);
  for (let row = 0; row < count; row++) {
    let core = isCore[row] === 1 ? row : -1;
    if (core < 0) {
      const { ids, distances } = neighboursOf(row);
      for (let at = 0; at < ids.length && distances[at] <= radius && core < 0; at++)
        if (isCore[ids[at]] === 1) core = ids[at];
    }
    if (core < 0) continue;
    const root = rootOf(core);
    if (!names.has(root)) names.set(root, names.size);
    labels[row] = names.get(root)!;
  }
  return labels;
}
