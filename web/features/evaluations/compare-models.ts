import { OUTCOME } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { ThresholdView } from '../../../shared/evaluation/view-at-thresholds.ts';
import type { Matches } from './load-matches.ts';

/** An image on which one model does better than the other. */
export interface FlippedImage {
  assetId: string;
  taskId: string;
  key: string;
  /** F1 of this model and of the other. */
  own: number;
  other: number;
}

/** Per image: 2 right / (2 right + wrong + missed); 1 where there is nothing to find and nothing found. */
export function scoreImages(matches: Matches, view: ThresholdView): Float64Array {
  const count = matches.images.key.length;
  const right = new Float64Array(count);
  const faults = new Float64Array(count);
  for (let row = 0; row < view.outcome.length; row++) {
    if (view.outcome[row] === OUTCOME.hidden) continue;
    (view.outcome[row] === OUTCOME.right ? right : faults)[matches.predictions.image[row]]++;
  }
  for (let row = 0; row < view.found.length; row++) {
    if (view.found[row] !== 1) faults[matches.truths.image[row]]++;
  }
  return right.map((of, i) => (of + faults[i] === 0 ? 1 : (2 * of) / (2 * of + faults[i])));
}

/** Images that both evaluations hold, the largest differences first, either way; equal ones are left out. */
export function flippedImages(
  own: { matches: Matches; scores: Float64Array },
  other: { matches: Matches; scores: Float64Array },
): FlippedImage[] {
  const { assetId, taskId, key } = own.matches.images;
  const placeOf = new Map(other.matches.images.assetId.map((id, i) => [id, i]));
  return key
    .flatMap((name, i) => {
      const place = placeOf.get(assetId[i]);
      if (place === undefined || other.scores[place] === own.scores[i]) return [];
      return [
        {
          assetId: assetId[i],
          taskId: taskId[i],
          key: name,
          own: own.scores[i],
          other: other.scores[place],
        },
      ];
    })
    .sort((a, b) => Math.abs(b.own - b.other) - Math.abs(a.own - a.other));
}
