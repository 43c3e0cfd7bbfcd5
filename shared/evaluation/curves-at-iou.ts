import type { MatchColumns, TruthColumns } from './match-columns.ts';

/** Precision at the recalls 0, 0.01, … 1, made monotone as COCO does, and its mean. */
export interface RecallCurve {
  precision: Float64Array;
  /** Score at which each recall is reached; 0 where it is not. */
  score: Float64Array;
  averagePrecision: number;
  truths: number;
}

const POINTS = 101;

/**
 * Precision-recall curves of every class at an IoU threshold, and of all classes together (the last one), from matches
 * stored before. Two passes over the rows; predictions are sorted by score. A class without objects has NaN.
 */
export function curvesAtIou(
  predictions: MatchColumns,
  truths: TruthColumns,
  classes: number,
  iouThreshold: number,
  isKept?: Uint8Array,
): RecallCurve[] {
  const truthCount = new Int32Array(classes + 1);
  for (let row = 0; row < truths.image.length; row++) {
    if (isKept?.[truths.image[row]] === 0) continue;
    truthCount[truths.classIndex[row]]++;
    truthCount[classes]++;
  }
  const curves = Array.from(truthCount, (count) => ({
    precision: new Float64Array(POINTS),
    score: new Float64Array(POINTS),
    averagePrecision: Number.NaN,
    truths: count,
  }));
  const right = new Int32Array(classes + 1);
  const seen = new Int32Array(classes + 1);
  const { iou, duplicateIou, truth, classIndex, image, score } = predictions;
  for (let row = 0; row < score.length; row++) {
    if (isKept?.[image[row]] === 0) continue;
    const isRight = truth[row] >= 0 && iou[row] >= iouThreshold && duplicateIou[row] < iouThreshold;
    const ofClass = classIndex[row];
    seen[ofClass]++;
    seen[classes]++;
    if (!isRight) continue;
    step(ofClass, score[row]);
    step(classes, score[row]);
  }
  for (const curve of curves) finish(curve);
  return curves;

  function step(index: number, at: number): void {
    const curve = curves[index];
    const before = right[index]++;
    // The last grid point that this recall reaches; a step counts for it and, below, for all points before.
    const reached = gridPoint(right[index] / curve.truths);
    curve.precision[reached] = Math.max(curve.precision[reached], right[index] / seen[index]);
    const from = before === 0 ? 0 : gridPoint(before / curve.truths) + 1;
    for (let point = from; point <= reached; point++) curve.score[point] = at;
  }
}

function gridPoint(recall: number): number {
  return Math.min(POINTS - 1, Math.floor(recall * (POINTS - 1) + 1e-9));
}

function finish(curve: RecallCurve): void {
  if (curve.truths === 0) return;
  let sum = 0;
  for (let point = POINTS - 1, best = 0; point >= 0; point--) {
    best = Math.max(best, curve.precision[point]);
    curve.precision[point] = best;
    sum += best;
  }
  curve.averagePrecision = sum / POINTS;
}
