import { OUTCOME } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { ThresholdView } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { Matches } from './load-matches.ts';
import { OBJECT_SIZES, type ObjectSize, sizeIndex } from './object-size.ts';

/** How well the model does on objects of a size. */
export interface SizeBin {
  size: ObjectSize;
  objects: number;
  f1: number;
}

/** Right and missed count by the size of the object, wrong by that of the prediction. */
export function sizeBins(
  { predictions, truths }: Matches,
  view: ThresholdView,
  isKept: Uint8Array | undefined,
): SizeBin[] {
  const right = [0, 0, 0];
  const wrong = [0, 0, 0];
  const missed = [0, 0, 0];
  const { width, height, truth } = predictions;
  for (let row = 0; row < view.outcome.length; row++) {
    const outcome = view.outcome[row];
    if (outcome === OUTCOME.hidden) continue;
    if (outcome === OUTCOME.right) right[sizeIndex(truths.area[truth[row]])]++;
    else wrong[sizeIndex(width[row] * height[row])]++;
  }
  for (let row = 0; row < view.found.length; row++) {
    if (view.found[row] === 1 || isKept?.[truths.image[row]] === 0) continue;
    missed[sizeIndex(truths.area[row])]++;
  }
  return OBJECT_SIZES.map((size, i) => ({
    size,
    objects: right[i] + missed[i],
    f1: (2 * right[i]) / (2 * right[i] + wrong[i] + missed[i]),
  }));
}
