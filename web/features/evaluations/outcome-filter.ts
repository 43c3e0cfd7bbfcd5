import { OUTCOME } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { ThresholdView } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { Matches } from './load-matches.ts';
import { OBJECT_SIZES, type ObjectSize, sizeIndex } from './object-size.ts';

/** What the grid shows: a kind of outcome, or one cell of the confusion matrix. */
export interface OutcomeFilter {
  kind: 'right' | 'wrong' | 'missed' | 'cell';
  /** Place of the class; all when missing. */
  classIndex?: number;
  /** For a cell: class of the truth and of the prediction; the number of classes stands for the background. */
  cell?: { truth: number; predicted: number };
  /** Of the wrong ones, only those that are wrong in this way. */
  error?: keyof typeof ERRORS;
  size?: ObjectSize;
  /** Of predictions, those with a score in this range, … */
  score?: [from: number, to: number];
  /** … and those that overlap an object of their class so much. */
  iou?: [from: number, to: number];
}

/** The ways in which a prediction can be wrong. */
export const ERRORS = {
  confused: OUTCOME.confused,
  duplicate: OUTCOME.duplicate,
  misplaced: OUTCOME.misplaced,
  background: OUTCOME.background,
} as const;

/** One object to show: a row of the predictions or of the truths. */
export interface FoundObject {
  of: 'prediction' | 'truth';
  row: number;
  image: number;
}

/** The objects that a filter means, the surest predictions first, up to `limit`; and how many there are in all. */
export function findObjects(
  matches: Matches,
  view: ThresholdView,
  filter: OutcomeFilter,
  isKept: Uint8Array | undefined,
  limit: number,
): { objects: FoundObject[]; total: number; images: number[] } {
  const { predictions, truths } = matches;
  const objects: FoundObject[] = [];
  const hasFound = new Uint8Array(matches.images.key.length);
  let total = 0;
  const classes = view.perClass.length;
  const add = (of: FoundObject['of'], row: number, image: number) => {
    total++;
    hasFound[image] = 1;
    if (objects.length < limit) objects.push({ of, row, image });
  };
  const isOfClass = (index: number) => filter.classIndex === undefined || filter.classIndex === index;
  const size = filter.size === undefined ? -1 : OBJECT_SIZES.indexOf(filter.size);
  const isOfSize = (area: number) => size < 0 || sizeIndex(area) === size;
  const isWithin = (range: [number, number] | undefined, value: number) =>
    range === undefined || (value >= range[0] && value <= range[1]);
  const wantsPrediction = (row: number): boolean => {
    const outcome = view.outcome[row];
    if (!isWithin(filter.score, predictions.score[row]) || !isWithin(filter.iou, predictions.iou[row]))
      return false;
    if (!isOfSize(predictions.width[row] * predictions.height[row])) return false;
    if (filter.kind === 'cell') {
      if (predictions.classIndex[row] !== filter.cell?.predicted) return false;
      if (outcome === OUTCOME.right) return filter.cell.truth === filter.cell.predicted;
      if (outcome === OUTCOME.confused)
        return truths.classIndex[predictions.otherTruth[row]] === filter.cell.truth;
      return filter.cell.truth === classes;
    }
    if (!isOfClass(predictions.classIndex[row])) return false;
    if (filter.kind !== (outcome === OUTCOME.right ? 'right' : 'wrong')) return false;
    return filter.kind === 'right' || filter.error === undefined || outcome === ERRORS[filter.error];
  };
  if (filter.kind !== 'missed') {
    for (let row = 0; row < view.outcome.length; row++) {
      if (view.outcome[row] !== OUTCOME.hidden && wantsPrediction(row))
        add('prediction', row, predictions.image[row]);
    }
  }
  const isBackground = filter.kind === 'cell' && filter.cell?.predicted === classes;
  if (filter.kind === 'missed' || isBackground) {
    for (let row = 0; row < view.found.length; row++) {
      if (view.found[row] === 1 || isKept?.[truths.image[row]] === 0) continue;
      if (!isOfSize(truths.area[row])) continue;
      const wanted = isBackground
        ? view.found[row] === 0 && truths.classIndex[row] === filter.cell?.truth
        : isOfClass(truths.classIndex[row]);
      if (wanted) add('truth', row, truths.image[row]);
    }
  }
  const images: number[] = [];
  for (let image = 0; image < hasFound.length; image++) if (hasFound[image] === 1) images.push(image);
  return { objects, total, images };
}
