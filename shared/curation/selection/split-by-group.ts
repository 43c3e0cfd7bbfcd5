import { seededRandom } from '../seeded-random.ts';

/**
 * Train, validation and test without leaks: what shares a group (duplicates, a video, a place) goes to one split. Large
 * groups are placed first, each where most is missing, so the shares come out as near as the groups allow. The same
 * seed gives the same split.
 *
 * @param groups indices that belong together; whoever is in none is alone
 * @param shares of each split, in any unit
 * @returns the split of every index
 */
export function splitByGroup<Split extends string>(
  count: number,
  groups: readonly number[][],
  shares: Readonly<Record<Split, number>>,
  seed = 1,
): Split[] {
  const random = seededRandom(seed);
  const grouped = new Set(groups.flat());
  const units = [
    ...groups.map((group) => [...group]),
    ...Array.from({ length: count }, (_, i) => i)
      .filter((i) => !grouped.has(i))
      .map((i) => [i]),
  ]
    .map((members) => ({ members, tie: random() }))
    .sort((a, b) => b.members.length - a.members.length || a.tie - b.tie);
  const names = Object.keys(shares) as Split[];
  const total = names.reduce((sum, name) => sum + shares[name], 0);
  const missing = names.map((name) => (shares[name] / total) * count);
  const result: Split[] = [];
  for (const { members } of units) {
    let best = 0;
    for (let i = 1; i < names.length; i++) if (missing[i] > missing[best]) best = i;
    missing[best] -= members.length;
    for (const index of members) result[index] = names[best];
  }
  return result;
}
