// Masks as COCO's run-length strings, into the pool of runs.

import { isWord, numberBefore, skipSpace, value } from './json-number';
import { maskAreas, maskBounds, maskHeights, maskWidths, runEnds, runLimit, runStarts, runs, runsUsed } from './columns';

/**
 * Decodes COCO's run-length string at p (behind its quote) into the runs of ones of a row, and returns what lies
 * behind the closing quote, or 0. `maskPixels` becomes the sum of all counts.
 */
let maskPixels: i64 = 0;
function readRuns(p: usize, row: usize): usize {
  const from = runsUsed;
  let n = from;
  let before: i64 = 0;
  let previous: i64 = 0;
  let at: i64 = 0;
  let index = 0;
  let byte = <u32>load<u8>(p);
  while (byte != 34) {
    let count: i32 = 0;
    let shift = 0;
    let code: u32;
    do {
      if (shift > 30) return 0;
      code = byte - 48;
      if (code > 63) return 0;
      // The alphabet holds the backslash, which JSON escapes.
      if (byte == 92 && load<u8>(++p) != 92) return 0;
      count |= (code & 0x1f) << shift;
      shift += 5;
      byte = load<u8>(++p);
    } while (code & 0x20);
    if (code & 0x10 && shift < 32) count |= -1 << shift;
    let length = <i64>count;
    if (index > 2) length += before;
    if (length < 0 || length > 0x7fffffff) return 0;
    before = previous;
    previous = length;
    at += length;
    if (at > 0x7fffffff) return 0;
    if ((index & 1) == 1 && length > 0) {
      const start = <i32>(at - length);
      if (n > from && load<i32>(runs + (<usize>(n - 1) << 2)) == start) {
        store<i32>(runs + (<usize>(n - 1) << 2), <i32>at);
      } else {
        if (n + 2 > runLimit) return 0;
        store<i32>(runs + (<usize>n << 2), start);
        store<i32>(runs + (<usize>n << 2), <i32>at, 4);
        n += 2;
      }
    }
    index++;
  }
  maskPixels = at;
  store<i32>(runStarts + (row << 2), from);
  store<i32>(runEnds + (row << 2), n);
  return p + 1;
}

/** Area and bounds of the runs of a row, as `storeMask` has them. */
export function measureRuns(row: usize, height: i32, width: i32): void {
  const from = load<i32>(runStarts + (row << 2));
  const to = load<i32>(runEnds + (row << 2));
  store<i32>(maskHeights + (row << 2), height);
  store<i32>(maskWidths + (row << 2), width);
  const bounds = maskBounds + (row << 4);
  if (from == to) {
    store<f64>(maskAreas + (row << 3), 0);
    store<i32>(bounds, 0);
    store<i32>(bounds, 0, 4);
    store<i32>(bounds, 0, 8);
    store<i32>(bounds, 0, 12);
    return;
  }
  let area: i64 = 0;
  let y0 = height;
  let y1 = 0;
  const firstColumn = load<i32>(runs + (<usize>from << 2)) / height;
  let columnStart = firstColumn * height;
  for (let i = from; i < to; i += 2) {
    const at = runs + (<usize>i << 2);
    const first = load<i32>(at);
    const last = load<i32>(at, 4) - 1;
    area += last + 1 - first;
    while (first - columnStart >= height) columnStart += height;
    const top = first - columnStart;
    const bottom = last - columnStart;
    if (bottom >= height) {
      y0 = 0;
      y1 = height;
    } else {
      if (top < y0) y0 = top;
      if (bottom >= y1) y1 = bottom + 1;
    }
  }
  store<f64>(maskAreas + (row << 3), <f64>area);
  store<i32>(bounds, firstColumn);
  store<i32>(bounds, y0, 4);
  store<i32>(bounds, (load<i32>(runs + (<usize>(to - 1) << 2)) - 1) / height + 1, 8);
  store<i32>(bounds, y1, 12);
}

/** `{"size": [height, width], "counts": "..."}` in any order; other keys and lists of counts stop the scan. */
export function readMask(p: usize, row: usize): usize {
  let height: f64 = -1;
  let width: f64 = -1;
  let hasCounts = false;
  p = skipSpace(p + 1);
  for (;;) {
    if (isWord(p, 0x7a697322) && load<u16>(p, 4) == 0x2265 && height < 0) {
      p = skipSpace(p + 6);
      if (load<u8>(p) != 58) return 0;
      p = skipSpace(p + 1);
      if (load<u8>(p) != 91) return 0;
      p = numberBefore(p + 1, 44);
      if (p == 0) return 0;
      height = value;
      p = numberBefore(p + 1, 93);
      if (p == 0) return 0;
      width = value;
      p++;
    } else if (load<u64>(p) == 0x2273746e756f6322 && !hasCounts) {
      p = skipSpace(p + 8);
      if (load<u8>(p) != 58) return 0;
      p = skipSpace(p + 1);
      if (load<u8>(p) != 34) return 0;
      p = readRuns(p + 1, row);
      if (p == 0) return 0;
      hasCounts = true;
    } else return 0;
    p = skipSpace(p);
    const byte = load<u8>(p);
    if (byte == 125) break;
    if (byte != 44) return 0;
    p = skipSpace(p + 1);
  }
  if (!hasCounts || !(height >= 1 && width >= 1 && height * width <= 2147483647)) return 0;
  if (Math.floor(height) != height || Math.floor(width) != width) return 0;
  if (<f64>maskPixels != height * width) return 0;
  measureRuns(row, <i32>height, <i32>width);
  return p + 1;
}
