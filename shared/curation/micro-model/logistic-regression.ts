import { InvalidInput } from '../../errors.ts';
import type { VectorTable } from '../vectors/vector-table.ts';
import { minimize } from './minimize.ts';

export interface LogisticOptions {
  /** Inverse strength of the L2 penalty, as in scikit-learn: the loss is C × Σ loss + |w|² / 2, without the intercepts. */
  C?: number;
  /** One softmax over all classes, or one sigmoid for each class against the rest. Two classes: always one sigmoid. */
  scheme?: 'multinomial' | 'one-vs-rest';
  /** 'balanced' weighs every class (one-vs-rest: each side) by n / (classes × its count); an array gives the weights. */
  classWeights?: 'balanced' | readonly number[];
  maxIterations?: number;
  tolerance?: number;
  /** Stops when the loss on these has not fallen for `patience` iterations, and keeps the best. */
  validation?: { vectors: VectorTable; labels: ArrayLike<number> };
  patience?: number;
}

/** A trained micro-model. Two classes have one row of coefficients (for class 1), more have one row each. */
export interface LogisticModel {
  classes: number;
  dimensions: number;
  scheme: 'multinomial' | 'one-vs-rest';
  /** rows × dimensions */
  coefficients: Float64Array;
  intercepts: Float64Array;
  /** Logits are divided by this before they become probabilities; 1 until calibrated. */
  temperature: number;
}

/**
 * Logistic regression with an L2 penalty, trained by L-BFGS to the true minimum, so that the coefficients are those of
 * scikit-learn's `LogisticRegression` (checked within 1e-4).
 *
 * @param labels 0 … classes − 1, each at least once
 */
export function trainLogisticRegression(
  table: VectorTable,
  labels: ArrayLike<number>,
  options: LogisticOptions = {},
): LogisticModel {
  const { C = 1, scheme = 'multinomial' } = options;
  const counts: number[] = [];
  for (let i = 0; i < table.count; i++) counts[labels[i]] = (counts[labels[i]] ?? 0) + 1;
  const classes = counts.length;
  if (classes < 2 || Array.from(counts).some((count) => count === undefined))
    throw new InvalidInput('Label at least one example of each of two or more classes before training.');
  const weightsFor = (of: ArrayLike<number>, sizes: readonly number[]) =>
    Float64Array.from({ length: table.count }, (_, i) => {
      const { classWeights } = options;
      if (classWeights === undefined) return C;
      if (classWeights === 'balanced') return (C * table.count) / (sizes.length * sizes[of[i]]);
      return C * classWeights[labels[i]];
    });
  const base = { classes, dimensions: table.dimensions, temperature: 1 };
  if (classes === 2 || scheme === 'one-vs-rest') {
    const targets = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
    const rows = targets.map((target) => {
      const sideOf = (of: ArrayLike<number>) => Array.from(of, (label) => (label === target ? 1 : 0));
      const sides = sideOf(labels);
      // balanced means between the class and the rest here, not among all classes
      const weights = weightsFor(sides, [table.count - counts[target], counts[target]]);
      return fit(table, weights, 1, options, binaryLoss(sides), (of) => binaryLoss(sideOf(of)));
    });
    return {
      ...base,
      scheme: 'one-vs-rest',
      coefficients: Float64Array.from(rows.flatMap((row) => [...row.subarray(0, table.dimensions)])),
      intercepts: Float64Array.from(rows, (row) => row[table.dimensions]),
    };
  }
  const x = fit(table, weightsFor(labels, counts), classes, options, softmaxLoss(labels), softmaxLoss);
  return {
    ...base,
    scheme,
    coefficients: x.slice(0, classes * table.dimensions),
    intercepts: x.slice(classes * table.dimensions),
  };
}

/** Turns the logits of point i into its loss, and the logits into the gradient of the loss. */
type PointLoss = (i: number, logits: Float64Array) => number;

function binaryLoss(targets: readonly number[]): PointLoss {
  return (i, logits) => {
    const z = logits[0];
    const loss = Math.max(z, 0) - z * targets[i] + Math.log1p(Math.exp(-Math.abs(z)));
    logits[0] = 1 / (1 + Math.exp(-z)) - targets[i];
    return loss;
  };
}

function softmaxLoss(labels: ArrayLike<number>): PointLoss {
  return (i, logits) => {
    const largest = logits.reduce((a, b) => Math.max(a, b));
    const own = logits[labels[i]];
    let sum = 0;
    for (let c = 0; c < logits.length; c++) sum += logits[c] = Math.exp(logits[c] - largest);
    for (let c = 0; c < logits.length; c++) logits[c] /= sum;
    logits[labels[i]] -= 1;
    return Math.log(sum) + largest - own;
  };
}

/** The minimum: rows × dimensions coefficients, then the intercepts. */
function fit(
  table: VectorTable,
  weights: Float64Array,
  rows: number,
  { maxIterations = 2000, tolerance, validation, patience = 10 }: LogisticOptions,
  loss: PointLoss,
  lossOf: (labels: ArrayLike<number>) => PointLoss,
): Float64Array {
  const size = rows * (table.dimensions + 1);
  let best: { loss: number; x: Float64Array; age: number } | undefined;
  const held = validation && { table: validation.vectors, loss: lossOf(validation.labels) };
  const ones = held && new Float64Array(held.table.count).fill(1);
  const { x } = minimize(
    new Float64Array(size),
    (at, gradient) => totalLoss(table, weights, rows, loss, at, gradient, 1),
    {
      maxIterations,
      tolerance: tolerance ?? 1e-9 * Math.max(1, table.count * weights[0]),
      onIteration: (at) => {
        if (held === undefined) return false;
        const now = totalLoss(held.table, ones!, rows, held.loss, at, new Float64Array(size), 0);
        if (best === undefined || now < best.loss) best = { loss: now, x: at.slice(), age: 0 };
        else best.age++;
        return best.age >= patience;
      },
    },
  );
  return best?.x ?? x;
}

function totalLoss(
  { count, dimensions, data }: VectorTable,
  weights: Float64Array,
  rows: number,
  loss: PointLoss,
  x: Float64Array,
  gradient: Float64Array,
  penalty: number,
): number {
  const intercepts = rows * dimensions;
  gradient.fill(0);
  let total = 0;
  for (let j = 0; j < intercepts; j++) {
    total += (penalty * x[j] * x[j]) / 2;
    gradient[j] = penalty * x[j];
  }
  const logits = new Float64Array(rows);
  for (let i = 0; i < count; i++) {
    for (let row = 0; row < rows; row++) {
      let z = x[intercepts + row];
      for (let j = 0, a = row * dimensions, b = i * dimensions; j < dimensions; j++)
        z += x[a + j] * data[b + j];
      logits[row] = z;
    }
    total += weights[i] * loss(i, logits);
    for (let row = 0; row < rows; row++) {
      const g = weights[i] * logits[row];
      gradient[intercepts + row] += g;
      for (let j = 0, a = row * dimensions, b = i * dimensions; j < dimensions; j++)
        gradient[a + j] += g * data[b + j];
    }
  }
  return total;
}
