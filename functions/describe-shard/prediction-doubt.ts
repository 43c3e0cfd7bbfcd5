import { predictionMetrics } from '../../shared/curation/predictions/prediction-metrics.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';

/**
 * How unsure a detector is of one image: the mean entropy, in bits, of "there / not there" over its objects. 0 when it
 * saw nothing, 1 when every confidence is a half.
 */
export function predictionDoubt(objects: readonly Pick<LabelObject, 'confidence'>[]): number {
  if (objects.length === 0) return 0;
  let sum = 0;
  for (const { confidence = 1 } of objects) sum += predictionMetrics([confidence, 1 - confidence]).entropy;
  return sum / objects.length;
}
