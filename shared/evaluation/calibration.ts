/** One bar of a reliability curve. */
export interface CalibrationBin {
  from: number;
  to: number;
  count: number;
  /** Mean confidence and share of right answers in the bin; 0 when it is empty. */
  confidence: number;
  accuracy: number;
}

export interface Calibration {
  bins: CalibrationBin[];
  /** Expected calibration error: mean gap between confidence and accuracy, weighted by the bins' counts. */
  ece: number;
  /** The widest gap of a bin that holds anything. */
  mce: number;
}

/**
 * Reliability over bins of equal width on (0, 1], as in Guo et al., ICML 2017: a confidence belongs to the bin
 * whose upper edge it does not exceed; 0 belongs to the first.
 */
export function calibrate(
  confidence: ArrayLike<number>,
  isRight: ArrayLike<number | boolean>,
  bins = 10,
): Calibration {
  const sums = new Float64Array(bins);
  const rights = new Float64Array(bins);
  const counts = new Int32Array(bins);
  for (let i = 0; i < confidence.length; i++) {
    const at = Math.min(bins - 1, Math.max(0, Math.ceil(confidence[i] * bins) - 1));
    sums[at] += confidence[i];
    rights[at] += Number(isRight[i]);
    counts[at]++;
  }
  const list = Array.from(counts, (count, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    count,
    confidence: count === 0 ? 0 : sums[i] / count,
    accuracy: count === 0 ? 0 : rights[i] / count,
  }));
  const gaps = list.map((bin) => Math.abs(bin.confidence - bin.accuracy));
  const total = confidence.length;
  return {
    bins: list,
    ece: total === 0 ? 0 : list.reduce((sum, bin, i) => sum + (bin.count / total) * gaps[i], 0),
    mce: Math.max(0, ...gaps),
  };
}
