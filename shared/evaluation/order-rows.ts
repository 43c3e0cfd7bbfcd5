/**
 * Stable orders of rows by counting sort and radix sort: no comparison, no lists of lists.
 * Every function takes rows in some order and returns them in another.
 */

/** By a whole number `0 … buckets - 1`, ascending. */
export function orderByKey(rows: Int32Array, key: Int32Array, buckets: number): Int32Array {
  const next = new Int32Array(buckets + 1);
  let isSorted = true;
  let previous = 0;
  for (let i = 0; i < rows.length; i++) {
    const k = key[rows[i]];
    next[k + 1]++;
    if (k < previous) isSorted = false;
    previous = k;
  }
  if (isSorted) return rows;
  for (let b = 0; b < buckets; b++) next[b + 1] += next[b];
  const out = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[next[key[rows[i]]]++] = rows[i];
  return out;
}

const DIGIT = 2048;

/** By score, descending; equal scores (0 and -0 too) keep their order. Scores are finite. */
export function orderByScore(rows: Int32Array, score: Float64Array): Int32Array {
  const n = rows.length;
  if (n < 2) return rows;
  // Bits of a positive double order like the number; negative ones the other way round. All are inverted then.
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  const one = new Float64Array(1);
  const bits = new Uint32Array(one.buffer);
  for (let i = 0; i < n; i++) {
    one[0] = score[rows[i]] + 0;
    const isNegative = bits[1] >>> 31 === 1;
    low[i] = isNegative ? bits[0] : ~bits[0];
    high[i] = isNegative ? bits[1] : ~bits[1] & 0x7fffffff;
  }
  const counts = new Int32Array(6 * DIGIT);
  for (let i = 0; i < n; i++) {
    for (let digit = 0; digit < 6; digit++) counts[digit * DIGIT + digitOf(low[i], high[i], digit)]++;
  }
  let order = Int32Array.from({ length: n }, (_, i) => i);
  let other = new Int32Array(n);
  for (let digit = 0; digit < 6; digit++) {
    const from = digit * DIGIT;
    if (counts[from + digitOf(low[0], high[0], digit)] === n) continue;
    let sum = 0;
    for (let value = from; value < from + DIGIT; value++) {
      const count = counts[value];
      counts[value] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const at = order[i];
      other[counts[from + digitOf(low[at], high[at], digit)]++] = at;
    }
    [order, other] = [other, order];
  }
  for (let i = 0; i < n; i++) order[i] = rows[order[i]];
  return order;
}

/** Eleven bits of the 64, lowest first; the third straddles the two words. */
function digitOf(low: number, high: number, digit: number): number {
  switch (digit) {
    case 0:
      return low & 2047;
    case 1:
      return (low >>> 11) & 2047;
    case 2:
      return (low >>> 22) | ((high & 1) << 10);
    case 3:
      return (high >>> 1) & 2047;
    case 4:
      return (high >>> 12) & 2047;
    default:
      return high >>> 23;
  }
}
