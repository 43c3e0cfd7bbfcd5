import { makeVectorKernel } from '../wasm/vector-kernel.ts';
import { reserveMemory } from '../wasm/reserve-memory.ts';

export interface HammingPair {
  first: number;
  second: number;
  /** Bits that differ. */
  distance: number;
}

/** Above this many hashes the index wins over comparing all pairs. */
const ALL_PAIRS_LIMIT = 100_000;

/**
 * All pairs of 64-bit hashes that differ in at most `limit` bits, ordered by first, then second.
 *
 * @param hashes 16 hexadecimal digits each
 */
export function hammingPairs(hashes: readonly string[], limit: number): HammingPair[] {
  const words = BigUint64Array.from(hashes, (hash) => BigInt(`0x${hash}`));
  return words.length > ALL_PAIRS_LIMIT ? indexedPairs(words, limit) : allPairs(words, limit);
}

/** Every pair compared, in WebAssembly. */
export function allPairs(words: BigUint64Array, limit: number): HammingPair[] {
  const kernel = makeVectorKernel();
  const count = words.length;
  const hashesAt = kernel.heapBase();
  const writtenAt = hashesAt + words.byteLength;
  const outAt = writtenAt + 16;
  const capacity = Math.max(count, 65_536);
  reserveMemory(kernel.memory, outAt + capacity * 12);
  const { buffer } = kernel.memory;
  new BigUint64Array(buffer, hashesAt, count).set(words);
  const written = new Int32Array(buffer, writtenAt, 1);
  const out = new Int32Array(buffer, outAt, capacity * 3);
  const pairs: HammingPair[] = [];
  for (let from = 0; from < count;) {
    from = kernel.hammingPairs(hashesAt, from, count, limit, outAt, capacity, writtenAt);
    for (let i = 0; i < written[0]; i++)
      pairs.push({ first: out[i * 3], second: out[i * 3 + 1], distance: out[i * 3 + 2] });
  }
  return pairs;
}

/**
 * Multi-index hashing (Norouzi, Punjani and Fleet 2012): hashes that differ in at most r bits agree within r/4 bits in
 * at least one of their four 16-bit parts, so only the buckets near each part are looked at.
 */
export function indexedPairs(words: BigUint64Array, limit: number): HammingPair[] {
  const count = words.length;
  const halves = new Uint32Array(words.buffer, words.byteOffset, count * 2);
  const parts = new Uint16Array(words.buffer, words.byteOffset, count * 4);
  const masks = masksWithin(Math.floor(limit / 4));
  const buckets = Array.from({ length: 4 }, (_, part) => bucketsOf(parts, part, count));
  const seen = new Int32Array(count).fill(-1);
  const pairs: HammingPair[] = [];
  for (let i = 0; i < count; i++) {
    const found: HammingPair[] = [];
    for (let part = 0; part < 4; part++) {
      const { starts, members } = buckets[part];
      for (const mask of masks) {
        const key = parts[i * 4 + part] ^ mask;
        for (let at = starts[key]; at < starts[key + 1]; at++) {
          const j = members[at];
          if (j <= i || seen[j] === i) continue;
          seen[j] = i;
          const distance =
            bitsOf(halves[i * 2] ^ halves[j * 2]) + bitsOf(halves[i * 2 + 1] ^ halves[j * 2 + 1]);
          if (distance <= limit) found.push({ first: i, second: j, distance });
        }
      }
    }
    pairs.push(...found.sort((a, b) => a.second - b.second));
  }
  return pairs;
}

/** Counting sort of all hashes by one 16-bit part. */
function bucketsOf(parts: Uint16Array, part: number, count: number) {
  const starts = new Int32Array(65_537);
  for (let i = 0; i < count; i++) starts[parts[i * 4 + part] + 1]++;
  for (let key = 0; key < 65_536; key++) starts[key + 1] += starts[key];
  const next = starts.slice();
  const members = new Int32Array(count);
  for (let i = 0; i < count; i++) members[next[parts[i * 4 + part]]++] = i;
  return { starts, members };
}

/** All 16-bit masks with at most `bits` ones. */
function masksWithin(bits: number): number[] {
  return Array.from({ length: 65_536 }, (_, mask) => mask).filter((mask) => bitsOf(mask) <= bits);
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
