import type { AnnotationColumns } from './annotation-columns.ts';
import type { CocoArrays } from './coco-arrays.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import { firstOfClass, type Matches } from './match-detections.ts';

/** `np.spacing(1)`. */
const EPSILON = 2 ** -52;

export interface AccumulateOptions {
  recallThresholds: readonly number[];
  maxDets: readonly number[];
  /** Number of thresholds in `matches`, and the place of the first of them in `arrays`. */
  thresholds: number;
  firstThreshold: number;
}

/**
 * Turns matches into precision over the recall grid, as pycocotools' `accumulate` does.
 *
 * Only positions of right detections matter: between them precision falls and recall stands, so the envelope and
 * the first position of a recall are always at one of them (or at the very first detection for recall 0).
 */
export function accumulateMatches(
  rows: EvaluationRows,
  detections: AnnotationColumns,
  matches: Matches,
  options: AccumulateOptions,
  arrays: CocoArrays,
  classFrom = 0,
  classTo: number = rows.classes,
): void {
  const { areas } = arrays;
  const T = options.thresholds;
  const M = options.maxDets.length;
  const state = new ClassCurves(T, M);
  for (let k = classFrom; k < classTo; k++) {
    const from = firstOfClass(rows.byScore, rows.detectionClass, k);
    const to = firstOfClass(rows.byScore, rows.detectionClass, k + 1);
    state.start(rows.byScore, from, to, detections.score, matches, options.maxDets);
    for (let a = 0; a < areas; a++) {
      const truths = matches.truthCount[k * areas + a];
      if (truths === 0) {
        fillAbsent(arrays, k, a);
        continue;
      }
      state.walk(rows.byScore, from, to, detections.score, matches, a, areas, options.maxDets, truths);
      state.write(arrays, k, a, truths, options);
    }
  }
}

function fillAbsent(arrays: CocoArrays, k: number, a: number): void {
  const cells = arrays.limits * arrays.thresholds;
  const from = (k * arrays.areas + a) * cells;
  arrays.recall.fill(-1, from, from + cells);
  arrays.precision.fill(-1, from * arrays.recalls, (from + cells) * arrays.recalls);
  arrays.scores.fill(-1, from * arrays.recalls, (from + cells) * arrays.recalls);
}

/** The right detections of one class and area: `[limit * thresholds + threshold]` lists of up to `truths` each. */
class ClassCurves {
  private readonly T: number;
  private readonly M: number;
  private readonly full: number;
  private readonly rightCount: Int32Array;
  /** Detections that are ignored at some thresholds only. */
  private readonly partlyIgnored: Int32Array;
  /** Per limit: detections that count at some threshold, and the score of the first of all. */
  private readonly counted: Int32Array;
  private readonly firstScore: Float64Array;
  private precision = new Float64Array(1024);
  private score = new Float64Array(1024);
  private stride = 0;
  private readonly needed = new Map<number, Int32Array>();

  constructor(T: number, M: number) {
    this.T = T;
    this.M = M;
    this.full = T === 32 ? -1 : (1 << T) - 1;
    this.rightCount = new Int32Array(T * M);
    this.partlyIgnored = new Int32Array(T * M);
    this.counted = new Int32Array(M);
    this.firstScore = new Float64Array(M);
  }

  /** Finds the first detection of a class within each limit: what recall 0 reads, ignored or not. */
  start(
    order: Int32Array,
    from: number,
    to: number,
    scores: Float64Array,
    matches: Matches,
    maxDets: readonly number[],
  ): void {
    for (let m = 0; m < this.M; m++) {
      let i = from;
      while (i < to && matches.rank[order[i]] >= maxDets[m]) i++;
      this.firstScore[m] = i < to ? scores[order[i]] : 0;
    }
  }

  walk(
    order: Int32Array,
    from: number,
    to: number,
    scores: Float64Array,
    matches: Matches,
    area: number,
    areas: number,
    maxDets: readonly number[],
    truths: number,
  ): void {
    const { T, M, full, rightCount, partlyIgnored, counted } = this;
    if (this.precision.length < truths * T * M) {
      this.precision = new Float64Array(truths * T * M * 2);
      this.score = new Float64Array(truths * T * M * 2);
    }
    const { precision, score } = this;
    this.stride = truths;
    rightCount.fill(0);
    partlyIgnored.fill(0);
    counted.fill(0);
    for (let i = from; i < to; i++) {
      const row = order[i];
      const ignored = matches.isIgnored[row * areas + area];
      if (ignored === full) continue;
      const rank = matches.rank[row];
      const right = matches.isRight[row * areas + area] & ~ignored;
      for (let m = M - 1; m >= 0 && rank < maxDets[m]; m--) {
        const seen = ++counted[m];
        const lists = m * T;
        for (let bits = ignored; bits !== 0; bits &= bits - 1) {
          partlyIgnored[lists + 31 - Math.clz32(bits & -bits)]++;
        }
        for (let bits = right; bits !== 0; bits &= bits - 1) {
          const list = lists + 31 - Math.clz32(bits & -bits);
          const n = rightCount[list]++;
          precision[list * truths + n] = (n + 1) / (seen - partlyIgnored[list] + EPSILON);
          score[list * truths + n] = scores[row];
        }
      }
    }
  }

  write(arrays: CocoArrays, k: number, a: number, truths: number, options: AccumulateOptions): void {
    const { T, M, precision, score, stride } = this;
    const R = arrays.recalls;
    const needed = this.rightsNeeded(truths, options.recallThresholds);
    for (let m = 0; m < M; m++) {
      for (let t = 0; t < T; t++) {
        const list = (m * T + t) * stride;
        const n = this.rightCount[m * T + t];
        const cell = ((k * arrays.areas + a) * M + m) * arrays.thresholds + options.firstThreshold + t;
        arrays.recall[cell] = n / truths;
        for (let i = n - 1; i > 0; i--) {
          if (precision[list + i] > precision[list + i - 1]) precision[list + i - 1] = precision[list + i];
        }
        for (let r = 0; r < R; r++) {
          const need = needed[r];
          let p = 0;
          let s = 0;
          if (need === 0) {
            p = n > 0 ? precision[list] : 0;
            s = this.firstScore[m];
          } else if (need <= n) {
            p = precision[list + need - 1];
            s = score[list + need - 1];
          }
          arrays.precision[cell * R + r] = p;
          arrays.scores[cell * R + r] = s;
        }
      }
    }
  }

  /** Per recall threshold the number of right detections that reach it: `searchsorted(side='left')`. */
  private rightsNeeded(truths: number, recallThresholds: readonly number[]): Int32Array {
    let needed = this.needed.get(truths);
    if (needed !== undefined) return needed;
    needed = new Int32Array(recallThresholds.length);
    for (let r = 0; r < needed.length; r++) {
      let n = Math.max(0, Math.floor(recallThresholds[r] * truths) - 1);
      while (n / truths < recallThresholds[r]) n++;
      needed[r] = n;
    }
    this.needed.set(truths, needed);
    return needed;
  }
}
