import type { MatchColumns, TruthColumns } from './match-columns.ts';

/** What a prediction turned out to be at a threshold; 0: its score is too low to count. */
export const OUTCOME = {
  hidden: 0,
  right: 1,
  confused: 2,
  duplicate: 3,
  misplaced: 4,
  background: 5,
} as const;

export interface ThresholdView {
  /** Per prediction, one of OUTCOME. */
  outcome: Uint8Array;
  /** Per truth: 1 found, 2 found as another class, 0 missed. */
  found: Uint8Array;
  perClass: { right: number; wrong: number; missed: number }[];
  /** `counts[truth * size + predicted]`, size = classes + 1; the last row and column are the background. */
  confusion: Int32Array;
}

/**
 * Right, wrong and missed at one IoU and one score threshold, by filtering what was matched before: linear in the rows,
 * and nothing is matched again. `misplaced` touches an object of its class with too little overlap.
 *
 * @param isKept images that count; all when missing
 */
export function viewAtThresholds(
  predictions: MatchColumns,
  truths: TruthColumns,
  classes: number,
  thresholds: { iou: number; score: number },
  isKept?: Uint8Array,
): ThresholdView {
  const count = predictions.score.length;
  const size = classes + 1;
  const view: ThresholdView = {
    outcome: new Uint8Array(count),
    found: new Uint8Array(truths.image.length),
    perClass: Array.from({ length: classes }, () => ({ right: 0, wrong: 0, missed: 0 })),
    confusion: new Int32Array(size * size),
  };
  const { outcome, found, confusion } = view;
  const { iou, duplicateIou, truth, otherIou, otherTruth, classIndex, image, score } = predictions;
  let end = 0;
  for (; end < count && score[end] >= thresholds.score; end++) {
    if (isKept?.[image[end]] === 0) continue;
    const isRight = truth[end] >= 0 && iou[end] >= thresholds.iou && duplicateIou[end] < thresholds.iou;
    if (isRight) found[truth[end]] = 1;
    outcome[end] = isRight ? OUTCOME.right : OUTCOME.background;
  }
  for (let row = 0; row < end; row++) {
    const ofClass = classIndex[row];
    if (outcome[row] === OUTCOME.hidden) continue;
    if (outcome[row] === OUTCOME.right) {
      view.perClass[ofClass].right++;
      confusion[ofClass * size + ofClass]++;
      continue;
    }
    view.perClass[ofClass].wrong++;
    const other = otherTruth[row];
    let truthClass = classes;
    if (truth[row] >= 0 && iou[row] >= thresholds.iou) outcome[row] = OUTCOME.duplicate;
    else if (other >= 0 && otherIou[row] >= thresholds.iou && found[other] === 0) {
      outcome[row] = OUTCOME.confused;
      found[other] = 2;
      truthClass = truths.classIndex[other];
    } else if (iou[row] >= 0.1) outcome[row] = OUTCOME.misplaced;
    confusion[truthClass * size + ofClass]++;
  }
  for (let row = 0; row < found.length; row++) {
    if (found[row] === 1 || isKept?.[truths.image[row]] === 0) continue;
    const ofClass = truths.classIndex[row];
    view.perClass[ofClass].missed++;
    if (found[row] === 0) confusion[ofClass * size + classes]++;
  }
  return view;
}
