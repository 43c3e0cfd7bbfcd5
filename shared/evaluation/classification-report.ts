/** Rates of one class; 0 where the denominator is 0. */
export interface ClassRates {
  label: number;
  precision: number;
  recall: number;
  f1: number;
  /** How often the class is true. */
  support: number;
}

export interface AverageRates {
  precision: number;
  recall: number;
  f1: number;
}

export interface ClassificationReport {
  /** Labels that occur as truth or prediction (or those asked for), ascending. */
  labels: number[];
  /** `confusion[truth][predicted]`, indexed like `labels`. */
  confusion: number[][];
  perClass: ClassRates[];
  accuracy: number;
  /** Mean recall of the classes that occur as truth. */
  balancedAccuracy: number;
  macro: AverageRates;
  micro: AverageRates;
  weighted: AverageRates;
  /** Cohen's kappa; NaN when truth and prediction are the same single class. */
  kappa: number;
  /** Matthews correlation, for any number of classes; 0 without a spread. */
  mcc: number;
}

/**
 * Everything that follows from a confusion matrix, with scikit-learn's definitions and `zero_division=0`.
 * @param truth class numbers, one a sample; not empty
 * @param predicted the same length
 * @param asked report on these labels instead of those that occur (averages then go over them)
 */
export function classificationReport(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  asked?: readonly number[],
): ClassificationReport {
  const labels = [...new Set(asked ?? [...Array.from(truth), ...Array.from(predicted)])].sort(
    (a, b) => a - b,
  );
  const place = new Map(labels.map((label, index) => [label, index]));
  const confusion = labels.map(() => labels.map(() => 0));
  let right = 0;
  // With a choice of labels, predictions outside it still miss the true class, and the other way round.
  const truthCount = labels.map(() => 0);
  const predictedCount = labels.map(() => 0);
  for (let i = 0; i < truth.length; i++) {
    const t = place.get(truth[i]);
    const p = place.get(predicted[i]);
    if (truth[i] === predicted[i]) right++;
    if (t !== undefined) truthCount[t]++;
    if (p !== undefined) predictedCount[p]++;
    if (t !== undefined && p !== undefined) confusion[t][p]++;
  }
  const perClass = labels.map((label, k) => ({
    label,
    ...rates(confusion[k][k], predictedCount[k], truthCount[k]),
    support: truthCount[k],
  }));
  const present = perClass.filter((one) => one.support > 0);
  const hits = sum(labels.map((_, k) => confusion[k][k]));
  return {
    labels,
    confusion,
    perClass,
    accuracy: right / truth.length,
    balancedAccuracy: sum(present.map((one) => one.recall)) / present.length,
    macro: average(perClass, () => 1),
    micro: rates(hits, sum(predictedCount), sum(truthCount)),
    weighted: average(perClass, (one) => one.support),
    kappa: cohenKappa(confusion),
    mcc: matthews(confusion),
  };
}

function rates(hits: number, predicted: number, actual: number): AverageRates {
  return {
    precision: predicted === 0 ? 0 : hits / predicted,
    recall: actual === 0 ? 0 : hits / actual,
    f1: predicted + actual === 0 ? 0 : (2 * hits) / (predicted + actual),
  };
}

function average(perClass: readonly ClassRates[], weightOf: (one: ClassRates) => number): AverageRates {
  const total = sum(perClass.map(weightOf));
  const mean = (name: keyof AverageRates): number =>
    total === 0 ? 0 : sum(perClass.map((one) => one[name] * weightOf(one))) / total;
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

/** Agreement beyond chance: 1 less the observed over the expected disagreement. */
function cohenKappa(confusion: readonly number[][]): number {
  const { rows, columns, total } = margins(confusion);
  let observed = 0;
  let expected = 0;
  confusion.forEach((row, i) =>
    row.forEach((count, j) => {
      if (i === j) return;
      observed += count;
      expected += (rows[i] * columns[j]) / total;
    }),
  );
  return 1 - observed / expected;
}

/** Gorodkin's R_K: covariance of the indicator matrices over their spreads. */
function matthews(confusion: readonly number[][]): number {
  const { rows, columns, total } = margins(confusion);
  const hits = sum(confusion.map((row, i) => row[i]));
  const covariance = hits * total - sum(rows.map((count, i) => count * columns[i]));
  const truthSpread = total ** 2 - sum(rows.map((count) => count ** 2));
  const predictedSpread = total ** 2 - sum(columns.map((count) => count ** 2));
  return truthSpread * predictedSpread === 0 ? 0 : covariance / Math.sqrt(truthSpread * predictedSpread);
}

function margins(confusion: readonly number[][]): { rows: number[]; columns: number[]; total: number } {
  const rows = confusion.map(sum);
  const columns = confusion.map((_, j) => sum(confusion.map((row) => row[j])));
  return { rows, columns, total: sum(rows) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
