/** Groups that follow from pairs which come one by one (union-find). */
export interface GrowingGroups {
  join(a: number, b: number): void;
  areJoined(a: number, b: number): boolean;
  /** Members ascending, groups in order of their first member, nothing alone. */
  all(): number[][];
}

export function growingGroups(count: number): GrowingGroups {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number) => {
    let root = i;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  return {
    join(a, b) {
      const [first, second] = [rootOf(a), rootOf(b)];
      parent[Math.max(first, second)] = Math.min(first, second);
    },
    areJoined: (a, b) => rootOf(a) === rootOf(b),
    all() {
      const groups = new Map<number, number[]>();
      for (let i = 0; i < count; i++) {
        const root = rootOf(i);
        const group = groups.get(root);
        if (group === undefined) groups.set(root, [i]);
        else group.push(i);
      }
      return [...groups.values()].filter((group) => group.length > 1);
    },
  };
}
