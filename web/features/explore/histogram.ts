/** Equal steps over all values, and how many of the shown rows fall into each. */
export interface Histogram {
  from: number;
  to: number;
  all: number[];
  shown: number[];
}

const STEPS = 32;

export function histogram(values: Float64Array, shown: readonly number[]): Histogram {
  let from = Infinity;
  let to = -Infinity;
  for (const value of values) {
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  if (!(to > from)) to = from + 1;
  const stepOf = (value: number) =>
    Math.min(STEPS - 1, Math.max(0, Math.floor(((value - from) / (to - from)) * STEPS)));
  const all = Array.from({ length: STEPS }, () => 0);
  const kept = Array.from({ length: STEPS }, () => 0);
  for (const value of values) all[stepOf(value)]++;
  for (const row of shown) kept[stepOf(values[row])]++;
  return { from, to, all, shown: kept };
}
