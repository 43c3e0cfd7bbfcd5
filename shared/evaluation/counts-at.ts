import type { ThresholdIndex } from './threshold-index.ts';

export interface ThresholdCounts {
  perClass: { right: number; wrong: number; missed: number }[];
  /** `counts[truth * size + predicted]`, size = classes + 1; the last row and column are the background. */
  confusion: Int32Array;
}

/**
 * The counts of `viewAtThresholds` without a verdict for every row: what a slider shows while it moves.
 *
 * @param thresholds `iou` in whole hundredths, above 0
 */
export function countsAt(index: ThresholdIndex, thresholds: { iou: number; score: number }): ThresholdCounts {
  const { classes, score, classOf, truthClass, truths, rows, right, confused } = index;
  const size = classes + 1;
  const step = Math.round(100 * thresholds.iou);
  const end = firstBelow(score, thresholds.score);
  const rights = new Int32Array(classes);
  const taken = new Uint8Array(truthClass.length);
  const confusion = new Int32Array(size * size);
  for (let i = 0; i < right.row.length && right.row[i] < end; i++) {
    if (right.above[i] >= step || right.upTo[i] < step) continue;
    rights[classOf[right.row[i]]]++;
    taken[right.truth[i]] = 1;
  }
  for (let i = 0; i < confused.row.length && confused.row[i] < end; i++) {
    const truth = confused.truth[i];
    if (confused.above[i] >= step || confused.upTo[i] < step || taken[truth] === 1) continue;
    taken[truth] = 1;
    confusion[truthClass[truth] * size + classOf[confused.row[i]]]++;
  }
  const perClass = Array.from(rights, (found, place) => {
    const shown = rowsBefore(rows[place], end);
    confusion[place * size + place] += found;
    return { right: found, wrong: shown - found, missed: truths[place] - found };
  });
  for (let place = 0; place < classes; place++) {
    let [ofTruth, asClass] = [0, 0];
    for (let other = 0; other < classes; other++) {
      ofTruth += confusion[place * size + other];
      asClass += confusion[other * size + place];
    }
    confusion[place * size + classes] = truths[place] - ofTruth;
    confusion[classes * size + place] = perClass[place].right + perClass[place].wrong - asClass;
  }
  return { perClass, confusion };
}

/** Position of the first score below the threshold, in scores from high to low. */
function firstBelow(score: Float64Array, threshold: number): number {
  let [from, to] = [0, score.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (score[middle] >= threshold) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** How many of the ascending rows lie before `end`. */
function rowsBefore(rows: Int32Array, end: number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (rows[middle] < end) from = middle + 1;
    else to = middle;
  }
  return from;
}
