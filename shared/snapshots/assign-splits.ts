/** One image to be put into a split. */
export interface SplitCandidate {
  id: string;
  /** Images of one group (copies of each other, frames of one scene, a folder) never part. */
  group?: string;
  /** Objects by class; only looked at when splits are stratified. */
  classes?: ReadonlyMap<string, number>;
}

interface Group {
  ids: string[];
  classes: Map<string, number>;
  order: number;
}

/**
 * Deals images into splits so that the shares hold as closely as the groups allow: the same for the same images,
 * shares and seed, whatever the order they come in. A share of 0 stays empty.
 *
 * With `stratify`, every class is shared out alike: always the class with the fewest images left is dealt next, each
 * of its images to the split that lacks most of that class, then most images (iterative stratification; Sechidis,
 * Tsoumakas and Vlahavas, "On the Stratification of Multi-Label Data", 2011). Large groups are dealt first: late they
 * would no longer fit.
 */
export function assignSplits<Name extends string>(
  candidates: readonly SplitCandidate[],
  shares: readonly { name: Name; share: number }[],
  options: { seed: number; stratify: boolean },
): Map<string, Name> {
  const open = shares.filter(({ share }) => share > 0);
  const total = open.reduce((sum, { share }) => sum + share, 0);
  const wanted = (count: number): number[] => open.map(({ share }) => (share / total) * count);
  const groups = groupsOf(candidates, options);
  const byClass = new Map<string, Set<Group>>();
  const counts = new Map<string, number>();
  for (const group of groups) {
    for (const [name, count] of group.classes) {
      const members = byClass.get(name);
      if (members) members.add(group);
      else byClass.set(name, new Set([group]));
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
  }
  const room = wanted(candidates.length);
  const roomOf = new Map([...counts].map(([name, count]) => [name, wanted(count)]));
  const result = new Map<string, Name>();

  const place = (group: Group, rarest?: string): void => {
    const lacking = rarest === undefined ? undefined : roomOf.get(rarest);
    let best = 0;
    for (let i = 1; i < open.length; i++) {
      const [a, b] = [lacking?.[i] ?? 0, lacking?.[best] ?? 0];
      if (a > b + 1e-9 || (Math.abs(a - b) <= 1e-9 && room[i] > room[best] + 1e-9)) best = i;
    }
    room[best] -= group.ids.length;
    for (const [name, count] of group.classes) {
      const left = roomOf.get(name);
      if (left) left[best] -= count;
      byClass.get(name)?.delete(group);
    }
    for (const id of group.ids) result.set(id, open[best].name);
  };

  while (byClass.size > 0) {
    let rarest: string | undefined;
    let fewest = Infinity;
    for (const [name, members] of byClass) {
      if (members.size > fewest || (members.size === fewest && rarest !== undefined && name > rarest))
        continue;
      [rarest, fewest] = [name, members.size];
    }
    if (rarest === undefined) break;
    // The sets were filled in the order of the groups and keep it.
    for (const group of byClass.get(rarest) ?? []) place(group, rarest);
    byClass.delete(rarest);
  }
  for (const group of groups) if (!result.has(group.ids[0])) place(group);
  return result;
}

/** Largest first, then shuffled by the seed. */
function groupsOf(
  candidates: readonly SplitCandidate[],
  { seed, stratify }: { seed: number; stratify: boolean },
): Group[] {
  const groups = new Map<string, Group>();
  for (const { id, group, classes } of candidates) {
    const name = group === undefined ? `image ${id}` : `group ${group}`;
    let found = groups.get(name);
    if (!found) groups.set(name, (found = { ids: [], classes: new Map(), order: hash(name, seed) }));
    found.ids.push(id);
    if (!stratify || !classes) continue;
    for (const [one, count] of classes) found.classes.set(one, (found.classes.get(one) ?? 0) + count);
  }
  return [...groups.values()].sort((a, b) => b.ids.length - a.ids.length || a.order - b.order);
}

/** A 53-bit hash of a text (cyrb53). */
function hash(text: string, seed: number): number {
  let h1 = 0xdeadbeef ^ seed;
  let h2 = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ code, 2654435761);
    h2 = Math.imul(h2 ^ code, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return 4294967296 * (2097151 & h2) + (h1 >>> 0);
}
