/**
 * The three arrays of pycocotools' `accumulate`, class-major: `[class][area][maxDets][threshold]`, then the
 * recall grid for precision and scores. -1 where a class has no ground truth.
 */
export interface CocoArrays {
  thresholds: number;
  recalls: number;
  classes: number;
  areas: number;
  limits: number;
  precision: Float64Array;
  scores: Float64Array;
  recall: Float64Array;
}

/** All zeros: whoever accumulates writes every cell of its classes once. */
export function allocateArrays(
  thresholds: number,
  recalls: number,
  classes: number,
  areas: number,
  limits: number,
): CocoArrays {
  const cells = thresholds * classes * areas * limits;
  return {
    thresholds,
    recalls,
    classes,
    areas,
    limits,
    precision: new Float64Array(cells * recalls),
    scores: new Float64Array(cells * recalls),
    recall: new Float64Array(cells),
  };
}

/** An array in pycocotools' order: T,R,K,A,M for precision and scores, T,K,A,M for recall. */
export function transposeArray(arrays: CocoArrays, name: 'precision' | 'scores' | 'recall'): Float64Array {
  const { thresholds: T, classes: K, areas: A, limits: M } = arrays;
  const R = name === 'recall' ? 1 : arrays.recalls;
  const source = arrays[name];
  const out = new Float64Array(source.length);
  let from = 0;
  for (let k = 0; k < K; k++) {
    for (let a = 0; a < A; a++) {
      for (let m = 0; m < M; m++) {
        for (let t = 0; t < T; t++) {
          for (let r = 0; r < R; r++) out[(((t * R + r) * K + k) * A + a) * M + m] = source[from++];
        }
      }
    }
  }
  return out;
}

/** Shape of `transposeArray`. */
export function arrayShape(arrays: CocoArrays, name: 'precision' | 'scores' | 'recall'): number[] {
  const { thresholds, recalls, classes, areas, limits } = arrays;
  return name === 'recall'
    ? [thresholds, classes, areas, limits]
    : [thresholds, recalls, classes, areas, limits];
}
