import { InvalidInput } from '../../errors.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { type LogisticModel, type LogisticOptions, trainLogisticRegression } from './logistic-regression.ts';
import { predictLogits, probabilitiesOf } from './predict-probabilities.ts';
import { stratifiedFolds } from './stratified-folds.ts';

export interface CrossValidated {
  /** Trained on everything, with the temperature that the folds ask for. */
  model: LogisticModel;
  /** count × classes: what models that had not seen the point say, calibrated. */
  probabilities: Float64Array;
  accuracy: number;
  /** Mean negative log-likelihood before and after calibration. */
  logLoss: number;
  calibratedLogLoss: number;
}

/**
 * Trains a micro-model and says honestly how good it is: every point is judged by a model that has not seen it. The
 * same out-of-fold logits give the temperature (Guo et al. 2017) that calibrates the probabilities.
 *
 * @throws InvalidInput when a class has fewer than two examples
 */
export function crossValidate(
  table: VectorTable,
  labels: ArrayLike<number>,
  { folds = 5, seed = 1, ...options }: LogisticOptions & { folds?: number; seed?: number } = {},
): CrossValidated {
  const counts = new Map<number, number>();
  for (let i = 0; i < table.count; i++) counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  const fewest = Math.min(...counts.values());
  if (fewest < 2) throw new InvalidInput('Label at least two examples of each class to cross-validate.');
  const parts = Math.min(folds, fewest);
  const foldOf = stratifiedFolds(labels, parts, seed);
  const model = trainLogisticRegression(table, labels, options);
  const rows = model.intercepts.length;
  const logits = new Float64Array(table.count * rows);
  for (let fold = 0; fold < parts; fold++) {
    const inside = indices(foldOf, (f) => f !== fold);
    const outside = indices(foldOf, (f) => f === fold);
    const trained = trainLogisticRegression(
      pick(table, inside),
      inside.map((i) => labels[i]),
      options,
    );
    const predicted = predictLogits(trained, pick(table, outside));
    for (const [at, i] of outside.entries())
      logits.set(predicted.subarray(at * rows, (at + 1) * rows), i * rows);
  }
  const lossAt = (temperature: number) => logLossOf(probabilitiesOf(model, logits, temperature), labels);
  model.temperature = bestTemperature(lossAt);
  const probabilities = probabilitiesOf(model, logits, model.temperature);
  let right = 0;
  for (let i = 0; i < table.count; i++) if (bestClass(probabilities, i, model.classes) === labels[i]) right++;
  return {
    model,
    probabilities,
    accuracy: right / table.count,
    logLoss: lossAt(1),
    calibratedLogLoss: lossAt(model.temperature),
  };
}

/** Golden-section search over the logarithm of the temperature, 1/20 to 20. */
function bestTemperature(lossAt: (temperature: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-Math.log(20), Math.log(20)];
  for (let i = 0; i < 50; i++) {
    const a = high - golden * (high - low);
    const b = low + golden * (high - low);
    if (lossAt(Math.exp(a)) < lossAt(Math.exp(b))) high = b;
    else low = a;
  }
  const found = Math.exp((low + high) / 2);
  return lossAt(found) < lossAt(1) ? found : 1;
}

function logLossOf(probabilities: Float64Array, labels: ArrayLike<number>): number {
  const classes = probabilities.length / labels.length;
  let sum = 0;
  for (let i = 0; i < labels.length; i++)
    sum -= Math.log(Math.max(1e-15, probabilities[i * classes + labels[i]]));
  return sum / labels.length;
}

function bestClass(probabilities: Float64Array, i: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++)
    if (probabilities[i * classes + c] > probabilities[i * classes + best]) best = c;
  return best;
}

function indices(folds: Int32Array, isWanted: (fold: number) => boolean): number[] {
  return Array.from(folds.keys()).filter((i) => isWanted(folds[i]));
}

function pick({ dimensions, data }: VectorTable, rows: number[]): VectorTable {
  const picked = new Float32Array(rows.length * dimensions);
  for (const [at, i] of rows.entries())
    picked.set(data.subarray(i * dimensions, (i + 1) * dimensions), at * dimensions);
  return { count: rows.length, dimensions, data: picked };
}
