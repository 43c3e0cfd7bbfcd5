import type { ThresholdIndex } from './threshold-index.ts';

/** Precision at the recalls 0, 0.01, … 1, made monotone as COCO does, and its mean. */
export interface RecallCurve {
  precision: Float64Array;
  /** Score at which each recall is reached; 0 where it is not. */
  score: Float64Array;
  /** Mean of `precision`; NaN for a class without objects. */
  averagePrecision: number;
  truths: number;
}

/**
 * Precision-recall curves of every class at an IoU threshold, and of all classes together (the last one). Looks only at
 * predictions that are right at some threshold.
 *
 * @param iou a whole number of hundredths, above 0
 */
export function curvesAt(index: ThresholdIndex, iou: number): RecallCurve[] {
  const { classes, needed, score, classOf, right } = index;
  const step = Math.round(100 * iou);
  const curves = Array.from(index.truths, (truths) => ({
    precision: new Float64Array(101),
    score: new Float64Array(101),
    averagePrecision: Number.NaN,
    truths,
  }));
  const found = new Int32Array(classes + 1);
  /** The first recall that is not reached yet. */
  const next = new Int32Array(classes + 1);
  const add = (of: number, rank: number, at: number) => {
    const { precision, score: reachedAt } = curves[of];
    const count = ++found[of];
    const need = needed[of];
    let point = next[of];
    while (point < 101 && need[point] <= count) reachedAt[point++] = at;
    next[of] = point;
    const value = count / rank;
    if (value > precision[point - 1]) precision[point - 1] = value;
  };
  for (let i = 0; i < right.row.length; i++) {
    if (right.above[i] >= step || right.upTo[i] < step) continue;
    const row = right.row[i];
    const at = score[row];
    add(classOf[row], right.rank[i], at);
    add(classes, right.rankOfAll[i], at);
  }
  for (const curve of curves) {
    if (curve.truths === 0) continue;
    let [sum, best] = [0, 0];
    for (let point = 100; point >= 0; point--) {
      best = Math.max(best, curve.precision[point]);
      curve.precision[point] = best;
      sum += best;
    }
    curve.averagePrecision = sum / 101;
  }
  return curves;
}
