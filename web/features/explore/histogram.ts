/** Equal steps over all values. */
export interface Histogram {
  from: number;
  to: number;
  /** How many values fall into each step. */
  all: number[];
  /** The step of each value. */
  steps: Uint8Array;
}

const STEPS = 32;

export function histogram(values: Float64Array): Histogram {
  let from = Infinity;
  let to = -Infinity;
  for (const value of values) {
    if (value < from) from = value;
    if (value > to) to = value;
  }
  if (!(to > from)) to = from + 1;
  const all = Array.from({ length: STEPS }, () => 0);
  const steps = new Uint8Array(values.length);
  const scale = STEPS / (to - from);
  for (let row = 0; row < values.length; row++) {
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor((values[row] - from) * scale)));
    steps[row] = step;
    all[steps[row]]++;
  }
  return { from, to, all, steps };
}

/** How many of the shown rows fall into each step. */
export function countShown({ steps }: Histogram, shown: readonly number[]): number[] {
  const counts = Array.from({ length: STEPS }, () => 0);
  for (const row of shown) counts[steps[row]]++;
  return counts;
}
