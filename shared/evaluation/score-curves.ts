/** Points of a ROC curve, from (0, 0) on; `thresholds[i]` is the lowest score counted as positive (first: Infinity). */
export interface RocCurve {
  falsePositiveRate: number[];
  truePositiveRate: number[];
  thresholds: number[];
  /** NaN when only one class occurs: the area is undefined then. */
  auc: number;
}

/** Points of a precision-recall curve by falling threshold, and average precision (a step sum, no interpolation). */
export interface PrecisionRecallCurve {
  precision: number[];
  recall: number[];
  thresholds: number[];
  /** 0 without positives. */
  averagePrecision: number;
}

/** ROC curve of scores for a yes-or-no truth; equal scores are one point, as in scikit-learn's `roc_curve`. */
export function rocCurve(isPositive: ArrayLike<number | boolean>, scores: ArrayLike<number>): RocCurve {
  const steps = cumulate(isPositive, scores);
  const positives = steps.at(-1)?.right ?? 0;
  const negatives = (steps.at(-1)?.seen ?? 0) - positives;
  const curve: RocCurve = { falsePositiveRate: [0], truePositiveRate: [0], thresholds: [Infinity], auc: 0 };
  for (const { threshold, right, seen } of steps) {
    const x = (seen - right) / negatives;
    const y = right / positives;
    curve.auc += ((x - curve.falsePositiveRate.at(-1)) * (y + curve.truePositiveRate.at(-1))) / 2;
    curve.falsePositiveRate.push(x);
    curve.truePositiveRate.push(y);
    curve.thresholds.push(threshold);
  }
  if (positives === 0 || negatives === 0) curve.auc = NaN;
  return curve;
}

/** Precision-recall curve as in scikit-learn's `precision_recall_curve` and `average_precision_score`. */
export function precisionRecallCurve(
  isPositive: ArrayLike<number | boolean>,
  scores: ArrayLike<number>,
): PrecisionRecallCurve {
  const steps = cumulate(isPositive, scores);
  const positives = steps.at(-1)?.right ?? 0;
  const curve: PrecisionRecallCurve = { precision: [], recall: [], thresholds: [], averagePrecision: 0 };
  let before = 0;
  for (const { threshold, right, seen } of steps) {
    const precision = right / seen;
    const recall = positives === 0 ? 1 : right / positives;
    if (positives > 0) curve.averagePrecision += (recall - before) * precision;
    before = recall;
    curve.precision.push(precision);
    curve.recall.push(recall);
    curve.thresholds.push(threshold);
  }
  return curve;
}

/** Mean of the areas under the ROC curves of each class against the rest; `scores[sample][class]`. */
export function rocAucOneVsRest(truth: ArrayLike<number>, scores: readonly ArrayLike<number>[]): number {
  const classes = scores[0]?.length ?? 0;
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    const isPositive = Array.from(truth, (label) => label === k);
    sum += rocCurve(
      isPositive,
      scores.map((row) => row[k]),
    ).auc;
  }
  return sum / classes;
}

function cumulate(
  isPositive: ArrayLike<number | boolean>,
  scores: ArrayLike<number>,
): { threshold: number; right: number; seen: number }[] {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const steps: { threshold: number; right: number; seen: number }[] = [];
  let right = 0;
  order.forEach((at, i) => {
    right += Number(isPositive[at]);
    const isLastOfTie = i + 1 === order.length || scores[order[i + 1]] !== scores[at];
    if (isLastOfTie) steps.push({ threshold: scores[at], right, seen: i + 1 });
  });
  return steps;
}
