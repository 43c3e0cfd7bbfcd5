/**
 * The index where a curve bends most: the point farthest from the straight line between its ends, both axes scaled to
 * 0–1 (Satopää et al. 2011, "Kneedle", without smoothing). For inertia over k it proposes k, for the sorted k-distances
 * it proposes DBSCAN's radius.
 */
export function findElbow(values: readonly number[]): number {
  const last = values.length - 1;
  if (last < 2) return Math.max(0, last);
  const span = Math.abs(values[last] - values[0]) || 1;
  let best = 0;
  let farthest = -Infinity;
  for (const [i, value] of values.entries()) {
    const line = values[0] + ((values[last] - values[0]) * i) / last;
    const distance = Math.abs(value - line) / span;
    if (distance > farthest) {
      farthest = distance;
      best = i;
    }
  }
  return best;
}
