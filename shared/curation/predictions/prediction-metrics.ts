/** How sure one prediction is; every one is 0 for certainty and grows with doubt, but `meanConfidence`. */
export interface PredictionMetrics {
  /** Shannon entropy in bits; log2(classes) at most. */
  entropy: number;
  /** 1 − the largest probability. */
  leastConfidence: number;
  /** 1 − (largest − second largest). */
  margin: number;
  /** Variance of the probabilities, subtracted from its largest possible value, so that it grows with doubt too. */
  variance: number;
}

/** @param probabilities of one prediction over all classes, summing to 1 */
export function predictionMetrics(probabilities: ArrayLike<number>): PredictionMetrics {
  const classes = probabilities.length;
  let [first, second, entropy, squares] = [0, 0, 0, 0];
  for (let c = 0; c < classes; c++) {
    const p = probabilities[c];
    if (p > first) [first, second] = [p, first];
    else if (p > second) second = p;
    if (p > 0) entropy -= p * Math.log2(p);
    squares += p * p;
  }
  const mean = 1 / classes;
  const largest = (1 - mean) / classes;
  return {
    entropy: Math.max(0, entropy),
    leastConfidence: 1 - first,
    margin: 1 - (first - second),
    variance: Math.max(0, largest - (squares / classes - mean * mean)),
  };
}
