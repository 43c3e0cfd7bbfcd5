import type { MatchColumns, TruthColumns } from './match-columns.ts';

/**
 * What does not move with the thresholds, so that a step of a slider over a million predictions takes milliseconds.
 * IoUs are kept in hundredths, rounded down: `7` reaches 0.07. Rows are positions among the predictions by score.
 */
export interface ThresholdIndex {
  classes: number;
  /** Scores of all rows, highest first. */
  score: Float64Array;
  truthClass: Int32Array;
  /** Class of each row. */
  classOf: Int32Array;
  /** Per class: the rows of its predictions. */
  rows: Int32Array[];
  /** Per class, and of all together as the last: how many objects there are … */
  truths: Int32Array;
  /** … and how many of them must be found for each of the 101 recalls. */
  needed: Int32Array[];
  /**
   * Predictions that are right at some IoU: above `above` and up to `upTo`. `rank` counts the predictions of the class up
   * to this one, `rankOfAll` those of any class.
   */
  right: {
    row: Int32Array;
    above: Uint8Array;
    upTo: Uint8Array;
    truth: Int32Array;
    rank: Int32Array;
    rankOfAll: Int32Array;
  };
  /** Predictions that may be of an object of another class: above `above` and up to `upTo`. */
  confused: { row: Int32Array; above: Uint8Array; upTo: Uint8Array; truth: Int32Array };
}

const POINTS = 101;

/**
 * Reads all rows once.
 *
 * @param predictions sorted by score, highest first
 * @param isKept images that count; all when missing
 */
export function indexMatches(
  predictions: MatchColumns,
  truths: TruthColumns,
  classes: number,
  isKept?: Uint8Array,
): ThresholdIndex {
  const { image, classIndex, iou, duplicateIou, truth, otherIou, otherTruth, score } = predictions;
  const count = score.length;
  const truthCount = new Int32Array(classes + 1);
  for (let row = 0; row < truths.image.length; row++) {
    if (isKept?.[truths.image[row]] === 0) continue;
    truthCount[truths.classIndex[row]]++;
    truthCount[classes]++;
  }
  const iouStep = new Uint8Array(count);
  const duplicateStep = new Uint8Array(count);
  const otherStep = new Uint8Array(count);
  const rank = new Int32Array(count);
  const seen = new Int32Array(classes + 1);
  let rights = 0;
  let others = 0;
  for (let row = 0; row < count; row++) {
    if (isKept?.[image[row]] === 0) continue;
    rank[row] = ++seen[classIndex[row]];
    seen[classes]++;
    if (truth[row] >= 0) {
      iouStep[row] = hundredths(iou[row]);
      duplicateStep[row] = hundredths(duplicateIou[row]);
    }
    if (otherTruth[row] >= 0) otherStep[row] = hundredths(otherIou[row]);
    if (iouStep[row] > duplicateStep[row]) rights++;
    if (otherStep[row] > iouStep[row]) others++;
  }
  const index: ThresholdIndex = {
    classes,
    score,
    classOf: classIndex,
    truthClass: truths.classIndex,
    truths: truthCount,
    rows: Array.from(seen.subarray(0, classes), (length) => new Int32Array(length)),
    needed: Array.from(truthCount, foundForRecalls),
    right: {
      row: new Int32Array(rights),
      above: new Uint8Array(rights),
      upTo: new Uint8Array(rights),
      truth: new Int32Array(rights),
      rank: new Int32Array(rights),
      rankOfAll: new Int32Array(rights),
    },
    confused: {
      row: new Int32Array(others),
      above: new Uint8Array(others),
      upTo: new Uint8Array(others),
      truth: new Int32Array(others),
    },
  };
  const { right, confused } = index;
  let [ofAll, r, c] = [0, 0, 0];
  for (let row = 0; row < count; row++) {
    if (rank[row] === 0) continue;
    index.rows[classIndex[row]][rank[row] - 1] = row;
    ofAll++;
    if (iouStep[row] > duplicateStep[row]) {
      right.row[r] = row;
      right.above[r] = duplicateStep[row];
      right.upTo[r] = iouStep[row];
      right.truth[r] = truth[row];
      right.rank[r] = rank[row];
      right.rankOfAll[r++] = ofAll;
    }
    if (otherStep[row] > iouStep[row]) {
      confused.row[c] = row;
      confused.above[c] = iouStep[row];
      confused.upTo[c] = otherStep[row];
      confused.truth[c++] = otherTruth[row];
    }
  }
  return index;
}

/** How many hundredths a value reaches, exactly as `value >= step / 100` says it; 0 for what is negative. */
function hundredths(value: number): number {
  let step = Math.max(0, Math.min(100, Math.floor(value * 100)));
  if (step < 100 && (step + 1) / 100 <= value) step++;
  if (step > 0 && step / 100 > value) step--;
  return step;
}

/** Smallest number of found objects that reaches each recall; the first of all is recall 0. */
function foundForRecalls(truths: number): Int32Array {
  return Int32Array.from({ length: POINTS }, (_, point) => {
    let found = Math.max(1, Math.floor((point * truths) / (POINTS - 1)) - 1);
    while (found <= truths && (found / truths) * (POINTS - 1) + 1e-9 < point) found++;
    return found;
  });
}
