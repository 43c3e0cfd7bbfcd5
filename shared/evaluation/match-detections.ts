import type { AnnotationColumns } from './annotation-columns.ts';
import type { IouRow } from './box-iou-row.ts';
import type { AreaRange } from './coco-parameters.ts';
import type { EvaluationRows } from './evaluation-rows.ts';

/** One bit per threshold: up to 32 are matched at once. */
export const THRESHOLDS_AT_ONCE = 32;

/** Answers of matching, per detection row and area: bit t speaks of threshold t. */
export interface Matches {
  /** Rank within its image and class by score; rows behind the last limit are not matched. */
  rank: Int32Array;
  /** `[row * areas + area]`: right at these thresholds. */
  isRight: Int32Array;
  /** `[row * areas + area]`: neither right nor wrong at these thresholds. */
  isIgnored: Int32Array;
  /** `[class * areas + area]`: ground truths that count. */
  truthCount: Int32Array;
}

export interface MatchOptions {
  thresholds: readonly number[];
  areas: readonly AreaRange[];
  maxDetections: number;
  hasGroups: boolean;
  /** LVIS: 0 judged, 1 unmatched detections are ignored, 2 not judged at all. */
  judgement?: (image: number, category: number) => number;
}

/**
 * COCO's greedy matching, all thresholds at once. In order of score, each detection takes the best ground truth
 * that is still free; thresholds do not see each other, so a word of bits stands for all of them. Ground truths
 * below the lowest threshold are never looked at again, so areas × thresholds cost next to nothing.
 *
 * Rules of pycocotools' `evaluateImg`: a match needs IoU ≥ min(t, 1 − 1e-10); of equal IoUs the later ground
 * truth wins; counted ground truths go before ignored ones; a crowd may be matched again.
 */
export function matchDetections(
  rows: EvaluationRows,
  detections: AnnotationColumns,
  truths: AnnotationColumns,
  iouRow: IouRow,
  options: MatchOptions,
  classFrom = 0,
  classTo: number = rows.classes,
): Matches {
  const { byImage } = rows;
  const areas = options.areas.length;
  const matches: Matches = {
    rank: new Int32Array(detections.count),
    isRight: new Int32Array(detections.count * areas),
    isIgnored: new Int32Array(detections.count * areas),
    truthCount: new Int32Array(rows.classes * areas),
  };
  const truthIgnored = ignoredAreas(rows, truths, options.areas, matches.truthCount);
  const cell = new CellMatcher(detections, truths, iouRow, options, matches, truthIgnored);
  const [detectionStart, truthStart] = [
    firstOfClass(byImage, rows.detectionClass, classFrom),
    firstOfClass(rows.truths, rows.truthClass, classFrom),
  ];
  let t = truthStart;
  for (let d = detectionStart; d < byImage.length;) {
    const row = byImage[d];
    const ofClass = rows.detectionClass[row];
    if (ofClass >= classTo) break;
    const image = detections.image[row];
    let end = d + 1;
    while (
      end < byImage.length &&
      detections.image[byImage[end]] === image &&
      rows.detectionClass[byImage[end]] === ofClass
    ) {
      end++;
    }
    while (t < rows.truths.length && isBefore(rows, truths, rows.truths[t], ofClass, image)) t++;
    let truthEnd = t;
    while (
      truthEnd < rows.truths.length &&
      truths.image[rows.truths[truthEnd]] === image &&
      rows.truthClass[rows.truths[truthEnd]] === ofClass
    ) {
      truthEnd++;
    }
    cell.match(byImage, d, end, rows.truths, t, truthEnd);
    d = end;
    t = truthEnd;
  }
  return matches;
}

/** Position of the first row of a class or a later one, in rows sorted by class. */
export function firstOfClass(order: Int32Array, ofClass: Int32Array, wanted: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ofClass[order[middle]] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(
  rows: EvaluationRows,
  truths: AnnotationColumns,
  row: number,
  ofClass: number,
  image: number,
): boolean {
  const truthClass = rows.truthClass[row];
  return truthClass < ofClass || (truthClass === ofClass && truths.image[row] < image);
}

/** Bit a of a row is set when it does not count in area a; counts those that do. */
function ignoredAreas(
  rows: EvaluationRows,
  truths: AnnotationColumns,
  areas: readonly AreaRange[],
  truthCount: Int32Array,
): Int32Array {
  const ignored = new Int32Array(truths.count);
  for (let i = 0; i < rows.truths.length; i++) {
    const row = rows.truths[i];
    const area = truths.area[row];
    for (let a = 0; a < areas.length; a++) {
      if (truths.isIgnored[row] === 1 || area < areas[a].from || area > areas[a].to) ignored[row] |= 1 << a;
      else truthCount[rows.truthClass[row] * areas.length + a]++;
    }
  }
  return ignored;
}

/** Matches the detections of one class on one image; its buffers live as long as the evaluation. */
class CellMatcher {
  private readonly limits: Float64Array;
  private readonly smallest: number;
  private readonly full: number;
  private readonly areaFrom: Float64Array;
  private readonly areaTo: Float64Array;
  private ious = new Float64Array(64);
  /** Candidates of the current detection, best first. */
  private candidates = new Int32Array(64);
  private candidateIou = new Float64Array(64);
  private candidateBits = new Int32Array(64);
  /** `[area * truths + truth]`: taken at these thresholds. */
  private taken = new Int32Array(256);
  private readonly detections: AnnotationColumns;
  private readonly truths: AnnotationColumns;
  private readonly iouRow: IouRow;
  private readonly options: MatchOptions;
  private readonly matches: Matches;
  private readonly truthIgnored: Int32Array;

  constructor(
    detections: AnnotationColumns,
    truths: AnnotationColumns,
    iouRow: IouRow,
    options: MatchOptions,
    matches: Matches,
    truthIgnored: Int32Array,
  ) {
    this.detections = detections;
    this.truths = truths;
    this.iouRow = iouRow;
    this.options = options;
    this.matches = matches;
    this.truthIgnored = truthIgnored;
    this.limits = Float64Array.from(options.thresholds, (t) => Math.min(t, 1 - 1e-10));
    this.areaFrom = Float64Array.from(options.areas, (area) => area.from);
    this.areaTo = Float64Array.from(options.areas, (area) => area.to);
    this.smallest = Math.min(...this.limits);
    const n = this.limits.length;
    this.full = n === 32 ? -1 : (1 << n) - 1;
  }

  match(
    order: Int32Array,
    from: number,
    to: number,
    truthOrder: Int32Array,
    truthFrom: number,
    truthTo: number,
  ): void {
    const { matches, options, detections } = this;
    const { areaFrom, areaTo } = this;
    const areas = areaFrom.length;
    const truthCount = truthTo - truthFrom;
    const row = order[from];
    const judged = options.judgement?.(detections.image[row], detections.category[row]) ?? 0;
    this.clear(truthCount, areas);
    for (let i = from; i < to; i++) {
      const detection = order[i];
      const rank = judged === 2 ? 0x7fffffff : i - from;
      matches.rank[detection] = rank;
      if (rank >= options.maxDetections) continue;
      const found = truthCount === 0 ? 0 : this.collect(detection, truthOrder, truthFrom, truthTo);
      const size = detections.area[detection];
      for (let a = 0; a < areas; a++) {
        const isOutside = judged === 1 || size < areaFrom[a] || size > areaTo[a];
        if (found > 0) this.assign(detection, a, found, truthOrder, truthFrom, truthCount, isOutside);
        else if (isOutside) matches.isIgnored[detection * areas + a] = this.full;
      }
    }
  }

  private clear(truthCount: number, areas: number): void {
    if (this.ious.length < truthCount) {
      this.ious = new Float64Array(truthCount * 2);
      this.candidates = new Int32Array(truthCount * 2);
      this.candidateIou = new Float64Array(truthCount * 2);
      this.candidateBits = new Int32Array(truthCount * 2);
    }
    if (this.taken.length < truthCount * areas) this.taken = new Int32Array(truthCount * areas * 2);
    else this.taken.fill(0, 0, truthCount * areas);
  }

  /** Ground truths at or above the lowest threshold, by IoU descending, later ones first among equals. */
  private collect(detection: number, truthOrder: Int32Array, from: number, to: number): number {
    const { ious, candidates, candidateIou, candidateBits, limits, smallest } = this;
    this.iouRow(detection, truthOrder, from, to, ious);
    let n = 0;
    for (let g = 0; g < to - from; g++) {
      const iou = ious[g];
      if (!(iou >= smallest)) continue;
      let at = n++;
      while (at > 0 && candidateIou[at - 1] <= iou) {
        candidateIou[at] = candidateIou[at - 1];
        candidates[at] = candidates[at - 1];
        candidateBits[at] = candidateBits[at - 1];
        at--;
      }
      let bits = 0;
      for (let t = 0; t < limits.length; t++) if (iou >= limits[t]) bits |= 1 << t;
      candidateIou[at] = iou;
      candidates[at] = g;
      candidateBits[at] = bits;
    }
    return n;
  }

  private assign(
    detection: number,
    area: number,
    found: number,
    truthOrder: Int32Array,
    truthFrom: number,
    truthCount: number,
    isOutside: boolean,
  ): void {
    const { candidates, candidateBits, taken, truthIgnored, truths } = this;
    let open = this.full;
    let right = 0;
    let ignored = 0;
    for (let c = 0; c < found; c++) {
      const g = candidates[c];
      const row = truthOrder[truthFrom + g];
      if ((truthIgnored[row] >> area) & 1) continue;
      if (this.options.hasGroups && truths.isGroup[row] === 1) continue;
      const at = area * truthCount + g;
      const bits = open & candidateBits[c] & ~taken[at];
      taken[at] |= bits;
      right |= bits;
      open &= ~bits;
    }
    if (this.options.hasGroups) {
      for (let c = 0; c < found; c++) {
        const row = truthOrder[truthFrom + candidates[c]];
        if (truths.isGroup[row] === 0 || (truthIgnored[row] >> area) & 1) continue;
        const at = area * truthCount + candidates[c];
        const bits = open & candidateBits[c];
        right |= bits & ~taken[at];
        ignored |= bits & taken[at];
        taken[at] |= bits;
        open &= ~bits;
      }
    }
    for (let c = 0; c < found && open !== 0; c++) {
      const g = candidates[c];
      const row = truthOrder[truthFrom + g];
      if (((truthIgnored[row] >> area) & 1) === 0) continue;
      const at = area * truthCount + g;
      const isFree = truths.isCrowd[row] === 1 ? -1 : ~taken[at];
      const bits = open & candidateBits[c] & isFree;
      taken[at] |= bits;
      ignored |= bits;
      open &= ~bits;
    }
    if (isOutside) ignored |= open;
    const at = detection * this.options.areas.length + area;
    this.matches.isRight[at] = right;
    this.matches.isIgnored[at] = ignored;
  }
}
