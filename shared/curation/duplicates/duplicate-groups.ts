import { bitsOf } from '../hashes/bits-of.ts';
import { hashWords } from '../hashes/hash-words.ts';
import { type NearDuplicateLimits, nearDuplicates } from './near-duplicates.ts';
import { growingGroups } from './growing-groups.ts';

/** What is known of a picture; hashes are missing when it could not be decoded. */
export interface Print {
  sha256: string;
  phash?: string;
  dhash?: string;
}

/** The hash of a flat picture has almost no bits and says nothing about it; others have about half of them. */
const MIN_BITS = 8;

/**
 * The group of each picture, as the index of its first member: copies and pictures that look the same share one, also
 * along a chain. Flat pictures only go with their copies.
 */
export function duplicateGroups(
  prints: readonly Print[],
  limits: Pick<NearDuplicateLimits, 'phashBits' | 'dhashBits'>,
): number[] {
  const firsts = new Map<string, number>();
  const groups = growingGroups(prints.length);
  const telling: number[] = [];
  prints.forEach(({ sha256, phash, dhash }, index) => {
    const first = firsts.get(sha256);
    if (first !== undefined) {
      groups.join(first, index);
      return;
    }
    firsts.set(sha256, index);
    if (phash !== undefined && dhash !== undefined && bitsOfHash(phash) >= MIN_BITS) telling.push(index);
  });
  const near = nearDuplicates(
    telling.map((index) => ({ phash: '', dhash: '', ...prints[index] })),
    { ...limits, distance: 2 },
  );
  for (const [first, ...others] of near.groups)
    for (const other of others) groups.join(telling[first], telling[other]);
  const group = prints.map((_, index) => index);
  for (const members of groups.all()) for (const index of members) group[index] = members[0];
  return group;
}

function bitsOfHash(hash: string): number {
  const [high, low] = hashWords([hash]);
  return bitsOf(high) + bitsOf(low);
}
