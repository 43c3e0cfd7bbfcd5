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
  let order = new Int32Array(n);
  let other = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  const counts = new Int32Array(DIGIT);
  for (let digit = 0; digit < 6; digit++) {
    const words = digit < 3 ? low : high;
    const shift = (digit % 3) * 11;
    counts.fill(0);
    for (let i = 0; i < n; i++) counts[(words[i] >>> shift) & (DIGIT - 1)]++;
    if (counts[(words[0] >>> shift) & (DIGIT - 1)] === n) continue;
    let sum = 0;
    for (let value = 0; value < DIGIT; value++) {
      const count = counts[value];
      counts[value] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const at = order[i];
      other[counts[(words[at] >>> shift) & (DIGIT - 1)]++] = at;
    }
    [order, other] = [other, order];
  }
  for (let i = 0; i < n; i++) order[i] = rows[order[i]];
  return order;
}
