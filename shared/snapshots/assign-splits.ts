import { createHash } from 'node:crypto';
import type { Split } from './manifest.ts';

/** Shares of the parts; they sum to 1. */
export type SplitShares = Record<Split, number>;

export interface SplitMember {
  id: string;
  /** Images of one group (duplicates of each other, frames of one scene) never part. */
  group?: string;
  /** Images of one stratum (a class, a camera) are shared out in the asked proportion. */
  stratum?: string;
}

const SPLITS = ['train', 'val', 'test'] as const satisfies Split[];

/**
 * Shares images out so that no group is cut in two and every stratum is as near to the shares as its groups allow.
 * The same members, shares and seed give the same result in any order: groups are taken by the hash of seed and name,
 * and each goes to the part that lags furthest behind its share of the images of that stratum (largest groups first).
 */
export function assignSplits(members: SplitMember[], shares: SplitShares, seed: number): Map<string, Split> {
  const groups = new Map<string, SplitMember[]>();
  for (const member of members) {
    const name = member.group ?? `id:${member.id}`;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [member]);
    else known.push(member);
  }
  const strata = new Map<string, { rank: string; members: SplitMember[] }[]>();
  for (const [name, group] of groups) {
    const stratum = commonStratum(group);
    const rank = createHash('sha256').update(`${seed}\n${name}`).digest('hex');
    const list = strata.get(stratum);
    if (list === undefined) strata.set(stratum, [{ rank, members: group }]);
    else list.push({ rank, members: group });
  }

  const result = new Map<string, Split>();
  // What one stratum could not share out evenly is made good in the next, so that the whole stays near the shares too.
  const owed: SplitShares = { train: 0, val: 0, test: 0 };
  for (const stratum of [...strata.keys()].sort()) {
    const list = strata.get(stratum)!;
    list.sort((a, b) => b.members.length - a.members.length || (a.rank < b.rank ? -1 : 1));
    for (const { members: group } of list) {
      for (const split of SPLITS) owed[split] += shares[split] * group.length;
      const chosen = SPLITS.filter((split) => shares[split] > 0).reduce((best, split) =>
        owed[split] > owed[best] ? split : best,
      );
      owed[chosen] -= group.length;
      for (const member of group) result.set(member.id, chosen);
    }
  }
  return result;
}

/** A group counts where most of its members do; ties go to the first name in order. */
function commonStratum(group: SplitMember[]): string {
  const counts = new Map<string, number>();
  for (const { stratum } of group) counts.set(stratum ?? '', (counts.get(stratum ?? '') ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0][0];
}
