/**
 * Stored matches as columns. Predictions are sorted by score, highest first, so that a score threshold is a position;
 * `truth` and `otherTruth` are rows of the truths, or -1.
 */
export interface MatchColumns {
  image: Int32Array;
  classIndex: Int32Array;
  score: Float64Array;
  iou: Float64Array;
  duplicateIou: Float64Array;
  truth: Int32Array;
  otherIou: Float64Array;
  otherTruth: Int32Array;
}

export interface TruthColumns {
  image: Int32Array;
  classIndex: Int32Array;
}
