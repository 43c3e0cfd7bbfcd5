/** Scores of one class; NaN where the class is in neither map. */
export interface RegionScore {
  iou: number;
  dice: number;
  accuracy: number;
  pixels: number;
}

export interface SegmentationScores {
  perClass: RegionScore[];
  /** Means over the classes that occur in truth or prediction. */
  meanIou: number;
  meanDice: number;
  /** Mean over the classes that occur in the truth. */
  meanAccuracy: number;
  pixelAccuracy: number;
  frequencyWeightedIou: number;
}

/** Collects `confusion[truth * classes + predicted]` over any number of label maps. */
export function addSegmentation(
  confusion: Float64Array,
  classes: number,
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  ignored = 255,
): void {
  for (let i = 0; i < truth.length; i++) {
    if (truth[i] !== ignored && truth[i] < classes && predicted[i] < classes) {
      confusion[truth[i] * classes + predicted[i]]++;
    }
  }
}

/** IoU = Jaccard, Dice = F1 of pixels; the definitions of Long et al., CVPR 2015. */
export function segmentationScores(confusion: Float64Array, classes: number): SegmentationScores {
  const truthCount = new Float64Array(classes);
  const predictedCount = new Float64Array(classes);
  let total = 0;
  let right = 0;
  for (let t = 0; t < classes; t++) {
    for (let p = 0; p < classes; p++) {
      const count = confusion[t * classes + p];
      truthCount[t] += count;
      predictedCount[p] += count;
      total += count;
      if (t === p) right += count;
    }
  }
  const perClass = Array.from(truthCount, (pixels, k) => {
    const hits = confusion[k * classes + k];
    const union = pixels + predictedCount[k] - hits;
    return {
      iou: hits / union,
      dice: (2 * hits) / (pixels + predictedCount[k]),
      accuracy: hits / pixels,
      pixels,
    };
  });
  return {
    perClass,
    meanIou: meanOfNumbers(perClass.map((one) => one.iou)),
    meanDice: meanOfNumbers(perClass.map((one) => one.dice)),
    meanAccuracy: meanOfNumbers(perClass.map((one) => one.accuracy)),
    pixelAccuracy: right / total,
    frequencyWeightedIou: perClass.reduce(
      (sum, { iou, pixels }) => sum + (pixels === 0 ? 0 : (pixels / total) * iou),
      0,
    ),
  };
}

function meanOfNumbers(values: readonly number[]): number {
  const kept = values.filter((value) => !Number.isNaN(value));
  return kept.reduce((a, b) => a + b, 0) / kept.length;
}
