import { quantile } from './quantile.ts';

export interface Outlier {
  index: number;
  value: number;
  severity: 'moderate' | 'severe';
  /** The fence that it lies beyond. */
  fence: number;
}

/**
 * Values beyond `moderate` (1.5) or `severe` (2.5) interquartile ranges outside the quartiles (Tukey's fences). A set
 * without spread has no outliers: half of it is one value, and every other value would be one.
 */
export function iqrOutliers(values: ArrayLike<number>, moderate = 1.5, severe = 2.5): Outlier[] {
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const range = high - low;
  if (!(range > 0)) return [];
  const outliers: Outlier[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const beyond = Math.max(low - value, value - high) / range;
    if (beyond <= moderate) continue;
    const severity = beyond > severe ? 'severe' : 'moderate';
    const reach = (severity === 'severe' ? severe : moderate) * range;
    outliers.push({ index, value, severity, fence: value < low ? low - reach : high + reach });
  }
  return outliers;
}
