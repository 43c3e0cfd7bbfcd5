import { hammingPairs } from '../hashes/hamming-pairs.ts';
import { groupPairs } from './group-pairs.ts';

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
  /** Cosine distance of the vectors, when both have one. */
  distance?: number;
}

/**
 * Pictures that are the same to the eye, in other bytes. Three witnesses have to agree (pHash, dHash and the vectors),
 * because each alone is fooled by scenes that share a layout. Flat pictures (a hash with almost no bits set) have no
 * hash to speak of and are compared by the vectors alone.
 *
 * @returns the pairs, and groups of indices; exact copies (same sha256) are in a group only beside another picture
 */
export function nearDuplicates(
  prints: readonly Fingerprint[],
  limits: NearDuplicateLimits,
): { pairs: NearDuplicatePair[]; groups: number[][] } {
  const dhashes = prints.map(({ dhash }) => BigInt(`0x${dhash}`));
  const pairs: NearDuplicatePair[] = [];
  for (const { first, second, distance: phashBits } of hammingPairs(
    prints.map(({ phash }) => phash),
    limits.phashBits,
  )) {
    const dhashBits = bitsOf(dhashes[first] ^ dhashes[second]);
    if (dhashBits > limits.dhashBits) continue;
    const distance = cosineDistance(prints[first].vector, prints[second].vector);
    if (distance !== undefined && distance > limits.distance) continue;
    pairs.push({ first, second, phashBits, dhashBits, distance });
  }
  const groups = groupPairs(
    prints.length,
    pairs.map(({ first, second }) => [first, second]),
  ).filter((group) => group.some((index) => prints[index].sha256 !== prints[group[0]].sha256));
  return {
    pairs: pairs.filter(({ first, second }) => prints[first].sha256 !== prints[second].sha256),
    groups,
  };
}

function cosineDistance(a?: Float32Array, b?: Float32Array): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i] * b[i];
  return Math.max(0, 1 - dot);
}

function bitsOf(word: bigint): number {
  let bits = 0;
  for (let rest = word; rest > 0n; rest &= rest - 1n) bits++;
  return bits;
}
