import { OUTCOME } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { ThresholdView } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { ImageMetric } from './kept-images.ts';
import type { Matches } from './load-matches.ts';

/** Images of a range of a metric, and how well the model does on them. */
export interface MetricBin {
  from: number;
  to: number;
  images: number;
  f1: number;
}

const BINS = 5;

/** Fifths of the images by a metric, as many images in each: is the model worse on the dark ones? */
export function metricBins(
  matches: Matches,
  view: ThresholdView,
  metric: ImageMetric,
  order: readonly number[],
): MetricBin[] {
  const values = matches.images.numbers[metric];
  const count = values.length;
  const right = new Float64Array(count);
  const wrong = new Float64Array(count);
  const missed = new Float64Array(count);
  for (let row = 0; row < view.outcome.length; row++) {
    if (view.outcome[row] === OUTCOME.hidden) continue;
    (view.outcome[row] === OUTCOME.right ? right : wrong)[matches.predictions.image[row]]++;
  }
  for (let row = 0; row < view.found.length; row++) {
    if (view.found[row] !== 1) missed[matches.truths.image[row]]++;
  }
  const bins: MetricBin[] = [];
  const parts = Math.min(BINS, order.length);
  for (let bin = 0; bin < parts; bin++) {
    const members = order.slice(
      Math.floor((bin * order.length) / parts),
      Math.floor(((bin + 1) * order.length) / parts),
    );
    const sum = (of: Float64Array) => members.reduce((total, i) => total + of[i], 0);
    const [r, w, m] = [sum(right), sum(wrong), sum(missed)];
    bins.push({
      from: values[members[0]],
      to: values[members.at(-1) ?? 0],
      images: members.length,
      f1: (2 * r) / (2 * r + w + m),
    });
  }
  return bins;
}
