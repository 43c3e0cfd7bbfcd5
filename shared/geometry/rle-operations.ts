import type { Box } from './box.ts';

/** Run counts, column by column, zeros first; all masks of one call cover an image of the same size. */
export type RleCounts = ArrayLike<number>;

/** Number of pixels set. */
export function rleArea(counts: RleCounts): number {
  let area = 0;
  for (let i = 1; i < counts.length; i += 2) area += counts[i];
  return area;
}

/**
 * The smallest box around the pixels set, in whole pixels; all zeros for an empty mask.
 * A run that wraps into the next column makes the box span the full height, as `rleToBbox` of maskApi.c does
 * (which is also right: such a run covers the last and the first row).
 */
export function rleBox(counts: RleCounts, height: number): Box {
  let x0 = Infinity;
  let y0 = height;
  let x1 = -1;
  let y1 = 0;
  let at = 0;
  for (let i = 0; i + 1 < counts.length; i += 2) {
    at += counts[i];
    const run = counts[i + 1];
    if (run === 0) continue;
    const last = at + run - 1;
    const firstColumn = Math.floor(at / height);
    const lastColumn = Math.floor(last / height);
    if (firstColumn < lastColumn) {
      y0 = 0;
      y1 = height - 1;
    } else {
      y0 = Math.min(y0, at - firstColumn * height);
      y1 = Math.max(y1, last - lastColumn * height);
    }
    x0 = Math.min(x0, firstColumn);
    x1 = Math.max(x1, lastColumn);
    at = last + 1;
  }
  if (x1 < 0) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
}

/** Union (or intersection) of masks of the same size. Source: `rleMerge` of cocoapi `common/maskApi.c`. */
export function mergeRles(masks: readonly RleCounts[], isIntersection = false): Uint32Array {
  if (masks.length === 0) return new Uint32Array(0);
  let merged = Uint32Array.from(masks[0]);
  for (let i = 1; i < masks.length; i++) merged = mergeTwo(merged, masks[i], isIntersection);
  return merged;
}

function mergeTwo(a: RleCounts, b: RleCounts, isIntersection: boolean): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(a.length + b.length + 1);
  let n = 0;
  let ia = 1;
  let ib = 1;
  let leftA = a.length > 0 ? a[0] : 0;
  let leftB = b.length > 0 ? b[0] : 0;
  let isInA = false;
  let isInB = false;
  let isIn = false;
  let run = 0;
  for (;;) {
    while (leftA === 0 && ia < a.length) {
      leftA = a[ia++];
      isInA = !isInA;
    }
    while (leftB === 0 && ib < b.length) {
      leftB = b[ib++];
      isInB = !isInB;
    }
    const isDone = leftA === 0 && leftB === 0;
    const isNowIn = isIntersection ? isInA && isInB : isInA || isInB;
    if (isDone || isNowIn !== isIn) {
      // An empty first run of zeros stays: it says that the mask begins with ones.
      out[n++] = run;
      run = 0;
      isIn = isNowIn;
    }
    if (isDone) return out.slice(0, n);
    const step = leftA === 0 ? leftB : leftB === 0 ? leftA : Math.min(leftA, leftB);
    run += step;
    leftA -= Math.min(step, leftA);
    leftB -= Math.min(step, leftB);
  }
}

/**
 * Intersection over union of two masks of the same size; with `isCrowd` the intersection is taken over the area
 * of `detection` instead. 0 when they do not touch. Source: `rleIou` of cocoapi `common/maskApi.c`.
 */
export function rleIou(detection: RleCounts, groundTruth: RleCounts, isCrowd = false): number {
  const shared = rleArea(mergeTwo(detection, groundTruth, true));
  if (shared === 0) return 0;
  const area = rleArea(detection);
  return shared / (isCrowd ? area : area + rleArea(groundTruth) - shared);
}

/**
 * Writes the runs of ones as `[start, end, start, end, …]` (end exclusive) into `out` from `at` on; returns the
 * position behind the last one. Touching runs become one and empty runs vanish.
 */
export function writeRuns(counts: RleCounts, out: Int32Array, at: number): number {
  let position = 0;
  let n = at;
  for (let i = 0; i + 1 < counts.length; i += 2) {
    const start = position + counts[i];
    position = start + counts[i + 1];
    if (position === start) continue;
    if (n > at && out[n - 1] === start) out[n - 1] = position;
    else {
      out[n++] = start;
      out[n++] = position;
    }
  }
  return n;
}

/**
 * Pixels that two masks share, from their runs `[start, end, …]` in `a[a0 … a1)` and `b[b0 … b1)`: a binary
 * search to the first overlap, a merge, and an end as soon as one side is through.
 */
export function intersectRuns(
  a: Int32Array,
  a0: number,
  a1: number,
  b: Int32Array,
  b0: number,
  b1: number,
): number {
  if (a0 >= a1 || b0 >= b1) return 0;
  let i = firstEndingAfter(a, a0, a1, b[b0]);
  let j = firstEndingAfter(b, b0, b1, a[a0]);
  let shared = 0;
  while (i < a1 && j < b1) {
    const endA = a[i + 1];
    const endB = b[j + 1];
    const start = a[i] > b[j] ? a[i] : b[j];
    if (endA < endB) {
      if (endA > start) shared += endA - start;
      i += 2;
    } else {
      if (endB > start) shared += endB - start;
      j += 2;
    }
  }
  return shared;
}

function firstEndingAfter(runs: Int32Array, from: number, to: number, value: number): number {
  if (runs[from + 1] > value) return from;
  let low = 0;
  let high = (to - from) >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[from + 2 * middle + 1] > value) high = middle;
    else low = middle + 1;
  }
  return from + 2 * low;
}
