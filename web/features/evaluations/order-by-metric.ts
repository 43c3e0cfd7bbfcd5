/** Images from the lowest value to the highest; those without one are left out. Does not move with the thresholds. */
export function orderByMetric(values: Float64Array): number[] {
  return [...values.keys()].filter((i) => Number.isFinite(values[i])).sort((a, b) => values[a] - values[b]);
}
