import type { MatchColumns, TruthColumns } from './match-columns.ts';
import { rocCurve, type RocCurve } from './score-curves.ts';

/**
 * ROC curve of the question whether an image holds an object of a class: an image is as sure as its surest prediction of
 * the class (0 without one). Boxes play no part.
 *
 * @param predictions sorted by score, highest first
 * @param images number of images
 * @param isKept images that count; all when missing
 */
export function presenceCurve(
  predictions: MatchColumns,
  truths: TruthColumns,
  classIndex: number,
  images: number,
  isKept?: Uint8Array,
): RocCurve {
  const score = new Float64Array(images);
  const isThere = new Uint8Array(images);
  // From the lowest score up, so that the highest stays.
  for (let row = predictions.score.length - 1; row >= 0; row--) {
    if (predictions.classIndex[row] === classIndex) score[predictions.image[row]] = predictions.score[row];
  }
  for (let row = 0; row < truths.image.length; row++) {
    if (truths.classIndex[row] === classIndex) isThere[truths.image[row]] = 1;
  }
  if (!isKept) return rocCurve(isThere, score);
  const isCounted = (_: number, image: number) => isKept[image] === 1;
  return rocCurve(isThere.filter(isCounted), score.filter(isCounted));
}
