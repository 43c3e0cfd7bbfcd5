/** A number with the range that resampling gives it. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/**
 * Percentile bootstrap over images: `measure` is called with drawn image numbers (with repeats). The same seed
 * gives the same interval. Source: Efron & Tibshirani, An Introduction to the Bootstrap, ch. 13.
 */
export function bootstrapInterval(
  images: number,
  measure: (drawn: Int32Array) => number,
  { rounds = 1000, level = 0.95, seed = 1 }: { rounds?: number; level?: number; seed?: number } = {},
): Interval {
  const random = uniform(seed);
  const drawn = Int32Array.from({ length: images }, (_, i) => i);
  const value = measure(drawn);
  const values = new Float64Array(rounds);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < images; i++) drawn[i] = Math.floor(random() * images);
    values[round] = measure(drawn);
  }
  values.sort();
  return { value, low: quantile(values, (1 - level) / 2), high: quantile(values, (1 + level) / 2) };
}

/**
 * Paired permutation test: how likely a mean difference at least this large is when the two models' values of
 * each image are swapped by chance. Two-sided; the observed arrangement counts as one.
 */
export function pairedPermutationTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { rounds = 10000, seed = 1 }: { rounds?: number; seed?: number } = {},
): { difference: number; pValue: number } {
  const random = uniform(seed);
  const n = first.length;
  let observed = 0;
  for (let i = 0; i < n; i++) observed += second[i] - first[i];
  let extreme = 1;
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += random() < 0.5 ? second[i] - first[i] : first[i] - second[i];
    if (Math.abs(sum) >= Math.abs(observed) - 1e-12) extreme++;
  }
  return { difference: n === 0 ? 0 : observed / n, pValue: extreme / (rounds + 1) };
}

/** Linear interpolation between order statistics, as numpy does. */
function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]) * (at - below);
}

/** mulberry32: small, fast, good enough for resampling. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
