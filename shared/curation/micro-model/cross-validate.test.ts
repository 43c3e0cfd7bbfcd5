import { describe, expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { vectorTable } from '../vectors/vector-table.ts';
import { crossValidate } from './cross-validate.ts';
import { trainLogisticRegression } from './logistic-regression.ts';
import { rocCurve } from './roc-curve.ts';
import { stratifiedFolds } from './stratified-folds.ts';

/** Three overlapping clouds. */
function clouds(count: number, seed = 3) {
  const random = seededRandom(seed);
  const labels = Array.from({ length: count }, (_, i) => i % 3);
  const data = Float32Array.from({ length: count * 2 }, (_, at) => {
    const label = labels[Math.floor(at / 2)];
    return [-2, 0, 2][label] * (at % 2 === 0 ? 1 : -0.5) + (random() + random() + random() - 1.5) * 1.6;
  });
  return { table: vectorTable(data, 2), labels };
}

describe('crossValidate', () => {
  test('judges every point by a model that has not seen it', () => {
    const { table, labels } = clouds(150);
    const { accuracy, probabilities, logLoss, calibratedLogLoss } = crossValidate(table, labels);
    expect(accuracy).toBeGreaterThan(0.8);
    expect(calibratedLogLoss).toBeLessThanOrEqual(logLoss);
    for (let i = 0; i < table.count; i++)
      expect(probabilities[i * 3] + probabilities[i * 3 + 1] + probabilities[i * 3 + 2]).toBeCloseTo(1, 9);
  });

  test('is no better than chance on labels that mean nothing', () => {
    const { table } = clouds(150);
    const random = seededRandom(9);
    const noise = Array.from({ length: 150 }, () => Math.floor(random() * 3));
    expect(crossValidate(table, noise, { C: 0.1 }).accuracy).toBeLessThan(0.5);
  });

  test('calibrates a model that is too sure of itself', () => {
    const { table, labels } = clouds(36);
    const { model, logLoss, calibratedLogLoss } = crossValidate(table, labels, { C: 1e4 });
    expect(model.temperature).toBeGreaterThan(1);
    expect(calibratedLogLoss).toBeLessThan(logLoss);
  });

  test('asks for more labels when there are too few', () => {
    const { table } = clouds(4);
    expect(() => crossValidate(table, [0, 0, 0, 1])).toThrow(/at least two examples/);
    expect(() => trainLogisticRegression(table, [0, 0, 0, 0])).toThrow(/two or more classes/);
  });

  test('stops early when held-out examples get worse', () => {
    const random = seededRandom(4);
    const noise = (count: number) =>
      vectorTable(
        Float32Array.from({ length: count * 20 }, () => random() - 0.5),
        20,
      );
    const labels = Array.from({ length: 60 }, () => Math.floor(random() * 3));
    const [table, vectors] = [noise(60), noise(60)];
    const options = { C: 1e6 };
    const free = trainLogisticRegression(table, labels, options);
    const stopped = trainLogisticRegression(table, labels, {
      ...options,
      validation: { vectors, labels: labels.toReversed() },
      patience: 3,
    });
    expect(Math.hypot(...stopped.coefficients)).toBeLessThan(Math.hypot(...free.coefficients));
  });

  test('spreads every class over the folds', () => {
    const labels = Array.from({ length: 53 }, (_, i) => (i < 11 ? 0 : 1));
    const folds = stratifiedFolds(labels, 5);
    for (let fold = 0; fold < 5; fold++) {
      const small = labels.filter((label, i) => label === 0 && folds[i] === fold).length;
      expect([2, 3]).toContain(small);
    }
  });
});

describe('rocCurve', () => {
  test('has the area of pairs in the right order, ties counting half', () => {
    expect(rocCurve([0.9, 0.8, 0.3, 0.1], [1, 1, 0, 0]).area).toBe(1);
    expect(rocCurve([0.5, 0.5], [1, 0]).area).toBe(0.5);
    // pairs (0.9>0.4) (0.9>0.6) (0.5>0.4) right, (0.5<0.6) wrong
    expect(rocCurve([0.9, 0.6, 0.5, 0.4], [1, 0, 1, 0]).area).toBe(0.75);
  });
});
