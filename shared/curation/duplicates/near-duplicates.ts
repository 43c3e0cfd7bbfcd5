import { bitsOf } from '../hashes/bits-of.ts';
import { forEachHammingPair } from '../hashes/hamming-pairs.ts';
import type { HammingPair } from '../hashes/hamming-pairs.ts';
import { hashWords } from '../hashes/hash-words.ts';
import { growingGroups } from './growing-groups.ts';

export interface Fingerprint {
  sha256: string;
  phash: string;
  dhash: string;
  /** Of length 1; leave out to go by the hashes alone. */
  vector?: Float32Array;
}

export interface NearDuplicateLimits {
  /** Bits of pHash that may differ. */
  phashBits: number;
  /** Bits of dHash that may differ. */
  dhashBits: number;
  /** Cosine distance that the vectors may have. */
  distance: number;
}

export interface NearDuplicatePair {
  first: number;
  second: number;
  phashBits: number;
  dhashBits: number;
}

/** Beyond so many look-alikes, such as the frames of a camera that stands still, a picture is compared with no more. */
const MOST_ALIKE = 1000;

/**
 * Pictures that are the same to the eye, in other bytes. Three witnesses have to agree (pHash, dHash and the vectors),
 * because each alone is fooled by scenes that share a layout. Flat pictures (a hash with almost no bits set) have no
 * hash to speak of and are compared by the vectors alone.
 *
 * @returns for each picture that looks like an earlier one, the first such pair; and groups of indices. Exact copies
 * (same sha256) make no pair, and are in a group only beside another picture
 */
export function nearDuplicates(
  prints: readonly Fingerprint[],
  limits: NearDuplicateLimits,
): { pairs: NearDuplicatePair[]; groups: number[][] } {
  const dhashes = hashWords(prints.map(({ dhash }) => dhash));
  const pairs: NearDuplicatePair[] = [];
  const groups = growingGroups(prints.length);
  const hashes = prints.map(({ phash }) => phash);
  const visit = ({ first, second, distance: phashBits }: HammingPair) => {
    const isCopy = prints[first].sha256 === prints[second].sha256;
    const isTold = isCopy || pairs.at(-1)?.second === second;
    // Nothing new would be learnt.
    if (isTold && groups.areJoined(first, second)) return;
    const dhashBits =
      bitsOf(dhashes[first * 2] ^ dhashes[second * 2]) +
      bitsOf(dhashes[first * 2 + 1] ^ dhashes[second * 2 + 1]);
    if (dhashBits > limits.dhashBits) return;
    if (cosineDistance(prints[first].vector, prints[second].vector) > limits.distance) return;
    groups.join(first, second);
    if (!isTold) pairs.push({ first, second, phashBits, dhashBits });
  };
  forEachHammingPair(hashes, limits.phashBits, visit, { most: MOST_ALIKE });
  return {
    pairs,
    groups: groups
      .all()
      .filter((group) => group.some((index) => prints[index].sha256 !== prints[group[0]].sha256)),
  };
}

/** 0 when one of them is not known. */
function cosineDistance(a?: Float32Array, b?: Float32Array): number {
  if (a === undefined || b === undefined) return 0;
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i] * b[i];
  return Math.max(0, 1 - dot);
}
