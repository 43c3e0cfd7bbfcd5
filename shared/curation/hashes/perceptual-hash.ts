import { hashToHex } from './hash-hex.ts';

/** The side of the grey square that the hash is made from. */
export const PHASH_SIDE = 32;
const LOW = 8;

/** cos(π k (2n + 1) / 64) × 2 for k < 8: the unnormalised DCT-II. */
const COSINES = Float64Array.from(
  { length: LOW * PHASH_SIDE },
  (_, i) =>
    2 * Math.cos((Math.PI * Math.floor(i / PHASH_SIDE) * (2 * (i % PHASH_SIDE) + 1)) / (2 * PHASH_SIDE)),
);

/** Coefficients of a flat image are pure rounding noise below this; they count as 0, so its hash is stable. */
const NOISE = 1e-7;

/**
 * The 64-bit DCT hash of `imagehash.phash` (hash size 8, high-frequency factor 4): bit = coefficient of the lowest
 * 8 × 8 frequencies above their median; row-major, first bit highest. 16 hexadecimal digits.
 *
 * @param grey 32 × 32 bytes
 */
export function perceptualHash(grey: Uint8Array): string {
  const columns = new Float64Array(LOW * PHASH_SIDE);
  for (let k = 0; k < LOW; k++)
    for (let n = 0; n < PHASH_SIDE; n++) {
      const cosine = COSINES[k * PHASH_SIDE + n];
      for (let x = 0; x < PHASH_SIDE; x++) columns[k * PHASH_SIDE + x] += grey[n * PHASH_SIDE + x] * cosine;
    }
  const low = new Float64Array(LOW * LOW);
  for (let row = 0; row < LOW; row++)
    for (let k = 0; k < LOW; k++) {
      let total = 0;
      for (let n = 0; n < PHASH_SIDE; n++)
        total += columns[row * PHASH_SIDE + n] * COSINES[k * PHASH_SIDE + n];
      low[row * LOW + k] = Math.abs(total) < NOISE ? 0 : total;
    }
  const sorted = low.slice().sort();
  const median = (sorted[31] + sorted[32]) / 2;
  return hashToHex((bit) => low[bit] > median);
}
