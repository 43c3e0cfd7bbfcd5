import type { AnnotationColumns } from './annotation-columns.ts';
import type { DetectionPairs } from './detection-pairs.ts';

/**
 * Mean AP (101 recalls) at the threshold of `pairs` when image i counts `weight[i]` times: what a bootstrap over
 * images needs, without matching again. `order` lists detections by score, descending.
 */
export function weightedAveragePrecision(
  pairs: DetectionPairs,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
  order: Int32Array,
  weight: ArrayLike<number>,
  classes: number,
): number {
  const asked = new Float64Array(classes);
  for (let row = 0; row < truths.count; row++) {
    if (truths.isIgnored[row] === 0) asked[truths.category[row]] += weight[truths.image[row]];
  }
  const right = new Float64Array(classes);
  const seen = new Float64Array(classes);
  const recalls: number[][] = Array.from(asked, () => []);
  const precisions: number[][] = Array.from(asked, () => []);
  for (const row of order) {
    const times = weight[detections.image[row]];
    if (times === 0 || pairs.isIgnored[row] === 1) continue;
    const k = detections.category[row];
    seen[k] += times;
    if (pairs.matchedTruth[row] < 0) continue;
    right[k] += times;
    recalls[k].push(right[k] / asked[k]);
    precisions[k].push(right[k] / seen[k]);
  }
  let sum = 0;
  let present = 0;
  for (let k = 0; k < classes; k++) {
    if (asked[k] === 0) continue;
    sum += meanEnvelope(recalls[k], precisions[k]);
    present++;
  }
  return present === 0 ? 0 : sum / present;
}

function meanEnvelope(recall: readonly number[], precision: readonly number[]): number {
  let sum = 0;
  let r = 100;
  let best = 0;
  for (let i = recall.length - 1; i >= 0; i--) {
    // Recalls above this point's are answered by the envelope behind it.
    while (r >= 0 && r / 100 > recall[i] + 1e-12) {
      sum += best;
      r--;
    }
    best = Math.max(best, precision[i]);
  }
  return (sum + (r + 1) * best) / 101;
}
