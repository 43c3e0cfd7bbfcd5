import { predictionMetrics } from '../predictions/prediction-metrics.ts';
import { selectHard } from './select-hard.ts';
import type { Selected } from './selected.ts';

const MEANING = {
  entropy: 'entropy of the prediction',
  leastConfidence: 'doubt in the best class',
  margin: 'closeness of the two best classes',
} as const;

/**
 * What the model is least sure of, most doubtful first.
 *
 * @param probabilities count × classes
 */
export function selectUncertain(
  probabilities: Float64Array | Float32Array,
  classes: number,
  budget: number,
  by: keyof typeof MEANING = 'entropy',
): Selected[] {
  const scores = Array.from(
    { length: probabilities.length / classes },
    (_, i) => predictionMetrics(probabilities.subarray(i * classes, (i + 1) * classes))[by],
  );
  return selectHard(scores, budget, MEANING[by]);
}
