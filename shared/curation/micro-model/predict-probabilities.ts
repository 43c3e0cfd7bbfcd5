import type { VectorTable } from '../vectors/vector-table.ts';
import type { LogisticModel } from './logistic-regression.ts';

/** count × rows of the model, before the sigmoid or softmax. */
export function predictLogits(model: LogisticModel, { count, dimensions, data }: VectorTable): Float64Array {
  const rows = model.intercepts.length;
  const logits = new Float64Array(count * rows);
  for (let i = 0; i < count; i++)
    for (let row = 0; row < rows; row++) {
      let z = model.intercepts[row];
      for (let j = 0; j < dimensions; j++)
        z += model.coefficients[row * dimensions + j] * data[i * dimensions + j];
      logits[i * rows + row] = z;
    }
  return logits;
}

/** count × classes, every row summing to 1. */
export function predictProbabilities(model: LogisticModel, table: VectorTable): Float64Array {
  return probabilitiesOf(model, predictLogits(model, table), model.temperature);
}

/** One-vs-rest sigmoids are scaled to sum to 1, as scikit-learn does. */
export function probabilitiesOf(
  { classes, scheme, intercepts }: Pick<LogisticModel, 'classes' | 'scheme' | 'intercepts'>,
  logits: Float64Array,
  temperature: number,
): Float64Array {
  const rows = intercepts.length;
  const count = logits.length / rows;
  const result = new Float64Array(count * classes);
  for (let i = 0; i < count; i++) {
    if (rows === 1) {
      const p = 1 / (1 + Math.exp(-logits[i] / temperature));
      result[i * 2] = 1 - p;
      result[i * 2 + 1] = p;
      continue;
    }
    const own = logits.subarray(i * rows, (i + 1) * rows);
    const largest = own.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const z = own[c] / temperature;
      const value = scheme === 'multinomial' ? Math.exp(z - largest / temperature) : 1 / (1 + Math.exp(-z));
      sum += result[i * classes + c] = value;
    }
    for (let c = 0; c < classes; c++)
      result[i * classes + c] = sum > 0 ? result[i * classes + c] / sum : 1 / classes;
  }
  return result;
}
