/**
 * Mean negative logarithm of the probability of the true class; probabilities are kept within 2^-52 of 0 and 1,
 * as in scikit-learn's `log_loss` for float64.
 */
export function logLoss(truth: ArrayLike<number>, probabilities: readonly ArrayLike<number>[]): number {
  const epsilon = 2 ** -52;
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    sum -= Math.log(Math.min(1 - epsilon, Math.max(epsilon, probabilities[i][truth[i]])));
  }
  return sum / truth.length;
}

/**
 * Share of samples whose true class is among the `k` highest scores; of equal scores the higher class number goes
 * first, as in scikit-learn's `top_k_accuracy_score`.
 */
export function topKAccuracy(
  truth: ArrayLike<number>,
  scores: readonly ArrayLike<number>[],
  k: number,
): number {
  let hits = 0;
  for (let i = 0; i < truth.length; i++) {
    const row = scores[i];
    const own = row[truth[i]];
    let ahead = 0;
    for (let c = 0; c < row.length; c++) {
      if (row[c] > own || (row[c] === own && c > truth[i])) ahead++;
    }
    if (ahead < k) hits++;
  }
  return hits / truth.length;
}
