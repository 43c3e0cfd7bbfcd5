/** One image to be put into a split: images of one `group` (duplicates, a folder) go together. */
export interface SplitCandidate {
  key: string;
  group: string;
  /** Objects by class; only looked at when splits are stratified. */
  classes: ReadonlyMap<string, number>;
}

/**
 * Puts every image into a split so that the shares hold as closely as groups allow, the same for the same seed
 * whatever the order of the input. With `stratify`, every class is shared out alike, rarest first (iterative
 * stratification, Sechidis et al. 2011).
 */
export function assignSplits(
  candidates: readonly SplitCandidate[],
  shares: readonly { name: string; share: number }[],
  options: { seed: number; stratify: boolean },
): Map<string, string> {
  const total = shares.reduce((sum, one) => sum + one.share, 0);
  const groups = new Map<string, { keys: string[]; classes: Map<string, number>; order: number }>();
  for (const { key, group, classes } of candidates) {
    let found = groups.get(group);
    if (!found)
      groups.set(group, (found = { keys: [], classes: new Map(), order: hash(group, options.seed) }));
    found.keys.push(key);
    if (options.stratify)
      for (const [name, count] of classes) found.classes.set(name, (found.classes.get(name) ?? 0) + count);
  }
  // Large groups first: late in the day they would no longer fit.
  const waiting = [...groups.values()].sort((a, b) => b.keys.length - a.keys.length || a.order - b.order);
  const room = shares.map((one) => (one.share / total) * candidates.length);
  const result = new Map<string, string>();
  const classTotals = new Map<string, number>();
  for (const group of waiting)
    for (const [name, count] of group.classes) classTotals.set(name, (classTotals.get(name) ?? 0) + count);
  const classRoom = new Map(
    [...classTotals].map(([name, count]) => [name, shares.map((one) => (one.share / total) * count)]),
  );

  const place = (group: (typeof waiting)[number], rarest: string | undefined): void => {
    const wanted = rarest === undefined ? undefined : classRoom.get(rarest);
    let best = 0;
    for (let i = 1; i < shares.length; i++) {
      const [a, b] = [wanted?.[i] ?? 0, wanted?.[best] ?? 0];
      if (a > b + 1e-9 || (Math.abs(a - b) <= 1e-9 && room[i] > room[best] + 1e-9)) best = i;
    }
    room[best] -= group.keys.length;
    for (const [name, count] of group.classes) {
      const left = classRoom.get(name);
      if (left) left[best] -= count;
    }
    for (const key of group.keys) result.set(key, shares[best].name);
  };

  const done = new Set<(typeof waiting)[number]>();
  for (const [name] of [...classTotals].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))) {
    for (const group of waiting) {
      if (done.has(group) || !group.classes.has(name)) continue;
      done.add(group);
      place(group, name);
    }
  }
  for (const group of waiting) if (!done.has(group)) place(group, undefined);
  return result;
}

/** A 53-bit hash of a text (cyrb53): the order of groups, shuffled by the seed. */
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
