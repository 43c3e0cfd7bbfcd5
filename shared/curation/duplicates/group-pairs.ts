/**
 * Groups that follow from pairs (union-find): members ascending, groups in order of their first member, nothing alone.
 */
export function groupPairs(count: number, pairs: Iterable<readonly [number, number]>): number[][] {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number) => {
    let root = i;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  for (const [a, b] of pairs) {
    const [low, high] = [rootOf(a), rootOf(b)].sort((x, y) => x - y);
    parent[high] = low;
  }
  const groups = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const root = rootOf(i);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [i]);
    else group.push(i);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
