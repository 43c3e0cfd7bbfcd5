import type { AnnotationColumns } from './annotation-columns.ts';
import type { DetectionPairs } from './detection-pairs.ts';

/**
 * Matching stored so that any IoU threshold is a filter: every detection belongs to the ground truth of its class
 * that it overlaps most, and of several the most confident that reaches the threshold is right.
 */
export interface AnyThresholdColumns {
  /** Per detection: IoU with its ground truth, 0 without one. */
  iou: Float64Array;
  /** Per detection: highest IoU of a more confident detection of the same ground truth, -1 without one. */
  matchDuplicateIou: Float64Array;
  /** Per detection: row of its ground truth, or -1. */
  truth: Int32Array;
  /** Per ground truth: highest IoU of its detections, -1 without one; it is missed at t when this is below t. */
  truthIouThreshold: Float64Array;
}

/** Right at t (above 0) exactly when `iou ≥ t` and `matchDuplicateIou < t`. */
export function anyThresholdColumns(pairs: DetectionPairs, truths: AnnotationColumns): AnyThresholdColumns {
  const count = pairs.sameIou.length;
  const columns: AnyThresholdColumns = {
    iou: pairs.sameIou,
    matchDuplicateIou: new Float64Array(count).fill(-1),
    truth: pairs.sameTruth,
    truthIouThreshold: new Float64Array(truths.count).fill(-1),
  };
  for (const row of pairs.order) {
    const truth = columns.truth[row];
    if (truth < 0) continue;
    columns.matchDuplicateIou[row] = columns.truthIouThreshold[truth];
    columns.truthIouThreshold[truth] = Math.max(columns.truthIouThreshold[truth], columns.iou[row]);
  }
  return columns;
}

export function isRightAt(columns: AnyThresholdColumns, row: number, threshold: number): boolean {
  return columns.iou[row] >= threshold && columns.matchDuplicateIou[row] < threshold;
}

export function isMissedAt(columns: AnyThresholdColumns, truth: number, threshold: number): boolean {
  return columns.truthIouThreshold[truth] < threshold;
}
