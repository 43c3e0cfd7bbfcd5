import { bitsOf } from './bits-of.ts';
import { dealBits } from './deal-bits.ts';
import { hashWords } from './hash-words.ts';

export interface HammingPair {
  first: number;
  second: number;
  /** Bits that differ. */
  distance: number;
}

interface HammingOptions {
  /** Look-alikes of one image that are visited: what is like all others would make the work quadratic. */
  most?: number;
  /** Whether buckets are made; by default where there are enough hashes for it to pay. */
  isIndexed?: boolean;
}

/** Below, comparing with all others takes less time than making buckets. */
const FEWEST_INDEXED = 3000;

/**
 * Visits all pairs of 64-bit hashes that differ in at most `limit` bits, ordered by second, then first. Nothing is kept
 * of them, so a set of many look-alikes takes no memory.
 *
 * Multi-index hashing (Norouzi, Punjani and Fleet 2012): hashes that differ in at most r = 4q + a bits agree within q
 * bits in one of the first a + 1 of their four 16-bit parts, or within q − 1 bits in one of the others: otherwise the
 * parts would differ in more than r bits together. So only the buckets near each part are looked at. Bits are dealt to
 * the parts anew for each set of hashes, see dealBits.
 *
 * @param hashes 16 hexadecimal digits each
 */
export function forEachHammingPair(
  hashes: readonly string[],
  limit: number,
  visit: (pair: HammingPair) => void,
  { most = Infinity, isIndexed = hashes.length >= FEWEST_INDEXED }: HammingOptions = {},
): void {
  const count = hashes.length;
  const words = isIndexed ? dealBits(hashWords(hashes)) : hashWords(hashes);
  const bits = Math.min(64, Math.floor(limit));
  const looks = isIndexed ? fourParts(words, bits) : [oneBucket(words)];
  const seen = new Int32Array(count).fill(-1);
  const found: { first: number; distance: number }[] = [];
  for (let second = 0; second < count; second++) {
    const [high, low] = [words[second * 2], words[second * 2 + 1]];
    found.length = 0;
    search: for (const { keyOf, masks, starts, members } of looks) {
      const own = keyOf(high, low);
      for (const mask of masks) {
        const key = own ^ mask;
        const end = starts[key + 1] * 3;
        for (let at = starts[key] * 3; at < end; at += 3) {
          const first = members[at];
          // Members ascend.
          if (first >= second) break;
          const distance = bitsOf(high ^ members[at + 1]) + bitsOf(low ^ members[at + 2]);
          if (distance > bits || seen[first] === second) continue;
          seen[first] = second;
          found.push({ first, distance });
          if (found.length >= most) break search;
        }
      }
    }
    if (found.length > 1) found.sort((a, b) => a.first - b.first);
    for (const { first, distance } of found) visit({ first, second, distance });
  }
}

type KeyOf = (high: number, low: number) => number;

/** Where to look for what is near a hash: in the bucket of its key, and in those whose keys differ by a mask. */
interface Look {
  keyOf: KeyOf;
  masks: readonly number[];
  starts: Int32Array;
  /** From `starts[key] * 3` on, index, high and low word of each member of a bucket, ascending. */
  members: Int32Array;
}

const PARTS: readonly KeyOf[] = [
  (high) => high >>> 16,
  (high) => high & 0xffff,
  (_, low) => low >>> 16,
  (_, low) => low & 0xffff,
];

function fourParts(words: Int32Array, bits: number): Look[] {
  return PARTS.map((keyOf, part) => {
    const within = Math.floor(bits / PARTS.length) - (part > bits % PARTS.length ? 1 : 0);
    return { keyOf, masks: masksWithin(within), ...bucketsOf(words, keyOf, 65_536) };
  });
}

function oneBucket(words: Int32Array): Look {
  const keyOf = () => 0;
  return { keyOf, masks: [0], ...bucketsOf(words, keyOf, 1) };
}

/** Counting sort; hashes lie beside their indices, so that a bucket is read in one go. */
function bucketsOf(words: Int32Array, keyOf: KeyOf, keys: number): Pick<Look, 'starts' | 'members'> {
  const count = words.length / 2;
  const starts = new Int32Array(keys + 1);
  for (let i = 0; i < count; i++) starts[keyOf(words[i * 2], words[i * 2 + 1]) + 1]++;
  for (let key = 0; key < keys; key++) starts[key + 1] += starts[key];
  const next = starts.slice();
  const members = new Int32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const at = next[keyOf(words[i * 2], words[i * 2 + 1])]++ * 3;
    members[at] = i;
    members[at + 1] = words[i * 2];
    members[at + 2] = words[i * 2 + 1];
  }
  return { starts, members };
}

/** All 16-bit masks with at most `bits` ones; none for a negative number. */
function masksWithin(bits: number): number[] {
  return Array.from({ length: 65_536 }, (_, mask) => mask).filter((mask) => bitsOf(mask) <= bits);
}
