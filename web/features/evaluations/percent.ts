/** `0.4567` as "45.7 %"; what cannot be computed as a dash. */
export function percent(value: number): string {
  return Number.isFinite(value) && value >= 0 ? `${(100 * value).toFixed(1)}\u00a0%` : '–';
}
