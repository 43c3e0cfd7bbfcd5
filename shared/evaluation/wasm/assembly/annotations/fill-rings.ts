// Polygons as runs of pixels, bit for bit as `rasterizePolygon` fills them.

import {
  crossings, crossingColumns, sorted, columnCounts, ringRuns, united, CROSSINGS, COLUMNS,
  maskHeights, maskWidths, points, ringCounts, ringEnds, ringStarts, runEnds, runLimit, runStarts, runs, runsUsed,
} from './columns';
import { measureRuns } from './mask-runs';

// Points beyond this, in fifths of a pixel, are left to the reader in TypeScript.
const FAR: f64 = 1e6;

let crossingCount: i32 = 0;
let firstColumn: i32 = 0;
let lastColumn: i32 = 0;

// @ts-ignore: decorator
@inline
function cross(column: i32, v: f64, height: i32): void {
  let row = (v + 0.5) / 5 - 0.5;
  if (row < 0) row = 0;
  else if (row > <f64>height) row = <f64>height;
  store<i32>(crossings + (<usize>crossingCount << 2), column * height + <i32>Math.ceil(row));
  store<i32>(crossingColumns + (<usize>crossingCount << 2), column);
  crossingCount++;
  if (column < firstColumn) firstColumn = column;
  if (column > lastColumn) lastColumn = column;
}

/**
 * Where an edge crosses the centres of columns, at five times the resolution as in `rasterizePolygon`, which walks
 * every point of it. Only the steps from u = 5c + 2 to 5c + 3 and back cross the centre of column c, so only those
 * are computed, with the same operations in the same order. False when there is no room.
 */
function crossEdge(x0: f64, y0: f64, x1: f64, y1: f64, height: i32, width: i32): bool {
  const dx = Math.abs(x1 - x0);
  const dy = Math.abs(y0 - y1);
  const isFlat = dx >= dy;
  if (isFlat ? x0 > x1 : y0 > y1) {
    const x = x0;
    x0 = x1;
    x1 = x;
    const y = y0;
    y0 = y1;
    y1 = y;
  }
  if (crossingCount + <i32>dx / 5 + 2 > CROSSINGS) return false;
  if (isFlat) {
    if (dx == 0) return true;
    const slope = (y1 - y0) / dx;
    const to = min(width - 1, <i32>Math.floor((x1 - 3) / 5));
    for (let c = max(0, <i32>Math.ceil((x0 - 2) / 5)); c <= to; c++) {
      const t = <f64>(5 * c + 2) - x0;
      const here = Math.trunc(y0 + slope * t + 0.5);
      const there = Math.trunc(y0 + slope * (t + 1) + 0.5);
      cross(c, here < there ? here : there, height);
    }
    return true;
  }
  const slope = (x1 - x0) / dy;
  if (slope == 0) return true;
  const start = Math.trunc(x0 + 0.5);
  const end = Math.trunc(x0 + slope * dy + 0.5);
  const low = slope > 0 ? start : end;
  const high = slope > 0 ? end : start;
  const to = min(width - 1, <i32>Math.floor((high - 3) / 5));
  for (let c = max(0, <i32>Math.ceil((low - 2) / 5)); c <= to; c++) {
    // The first step on the other side: estimated, then moved to where the rounded numbers say it is.
    const limit = <f64>(5 * c + 3);
    let t = Math.ceil((limit - 0.5 - x0) / slope);
    if (t < 1) t = 1;
    else if (t > dy) t = dy;
    if (slope > 0) {
      while (t > 1 && Math.trunc(x0 + slope * (t - 1) + 0.5) >= limit) t -= 1;
      while (t < dy && Math.trunc(x0 + slope * t + 0.5) < limit) t += 1;
    } else {
      while (t > 1 && Math.trunc(x0 + slope * (t - 1) + 0.5) < limit) t -= 1;
      while (t < dy && Math.trunc(x0 + slope * t + 0.5) >= limit) t += 1;
    }
    cross(c, y0 + t - 1, height);
  }
  return true;
}

/** The crossings in ascending order: by column, then within it. Returns where they lie. */
function sortCrossings(): usize {
  const n = crossingCount;
  let at = crossings;
  if (n > 24) {
    const columns = lastColumn - firstColumn + 1;
    memory.fill(columnCounts, 0, <usize>(columns + 1) << 2);
    for (let i = 0; i < n; i++) {
      const slot = columnCounts + (<usize>(load<i32>(crossingColumns + (<usize>i << 2)) - firstColumn + 1) << 2);
      store<i32>(slot, load<i32>(slot) + 1);
    }
    for (let c = 1; c <= columns; c++) {
      const slot = columnCounts + (<usize>c << 2);
      store<i32>(slot, load<i32>(slot) + load<i32>(slot - 4));
    }
    for (let i = 0; i < n; i++) {
      const slot = columnCounts + (<usize>(load<i32>(crossingColumns + (<usize>i << 2)) - firstColumn) << 2);
      const place = load<i32>(slot);
      store<i32>(slot, place + 1);
      store<i32>(sorted + (<usize>place << 2), load<i32>(crossings + (<usize>i << 2)));
    }
    at = sorted;
  }
  for (let i = 1; i < n; i++) {
    const key = load<i32>(at + (<usize>i << 2));
    let j = i;
    while (j > 0 && load<i32>(at + (<usize>(j - 1) << 2)) > key) {
      store<i32>(at + (<usize>j << 2), load<i32>(at + (<usize>(j - 1) << 2)));
      j--;
    }
    store<i32>(at + (<usize>j << 2), key);
  }
  return at;
}

/** Runs of ones of the ring of the numbers `from ... to` into `out`; their length, or -1 for the reader in TypeScript. */
function fillRing(from: i32, to: i32, height: i32, width: i32, out: usize): i32 {
  crossingCount = 0;
  firstColumn = 0x7fffffff;
  lastColumn = -1;
  const last = points + (<usize>(to - 2) << 3);
  let x0 = Math.trunc(5 * load<f64>(last) + 0.5);
  let y0 = Math.trunc(5 * load<f64>(last, 8) + 0.5);
  if (!(Math.abs(x0) < FAR && Math.abs(y0) < FAR)) return -1;
  for (let i = from; i < to; i += 2) {
    const point = points + (<usize>i << 3);
    const x1 = Math.trunc(5 * load<f64>(point) + 0.5);
    const y1 = Math.trunc(5 * load<f64>(point, 8) + 0.5);
    if (!(Math.abs(x1) < FAR && Math.abs(y1) < FAR)) return -1;
    if (!crossEdge(x0, y0, x1, y1, height, width)) return -1;
    x0 = x1;
    y0 = y1;
  }
  const list = sortCrossings();
  let n = 0;
  for (let i = 0; i < crossingCount; i += 2) {
    const start = load<i32>(list + (<usize>i << 2));
    const end = i + 1 < crossingCount ? load<i32>(list + (<usize>(i + 1) << 2)) : height * width;
    if (end == start) continue;
    if (n > 0 && load<i32>(out + (<usize>(n - 1) << 2)) == start) store<i32>(out + (<usize>(n - 1) << 2), end);
    else {
      store<i32>(out + (<usize>n << 2), start);
      store<i32>(out + (<usize>n << 2), end, 4);
      n += 2;
    }
  }
  return n;
}

/** Union of two ascending lists of runs into `out`; its length. */
function unite(a: usize, aLength: i32, b: usize, bLength: i32, out: usize): i32 {
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < aLength || j < bLength) {
    const isA = j >= bLength || (i < aLength && load<i32>(a + (<usize>i << 2)) <= load<i32>(b + (<usize>j << 2)));
    const at = isA ? a + (<usize>i << 2) : b + (<usize>j << 2);
    if (isA) i += 2;
    else j += 2;
    const start = load<i32>(at);
    const end = load<i32>(at, 4);
    if (n > 0 && load<i32>(out + (<usize>(n - 1) << 2)) >= start) {
      if (end > load<i32>(out + (<usize>(n - 1) << 2))) store<i32>(out + (<usize>(n - 1) << 2), end);
    } else {
      store<i32>(out + (<usize>n << 2), start);
      store<i32>(out + (<usize>n << 2), end, 4);
      n += 2;
    }
  }
  return n;
}

/**
 * Fills the rings of the rows `from ... rows` over images of `maskHeights` x `maskWidths` and returns the first row
 * that found no room. A row whose `runEnds` is -1 afterwards was not filled here.
 */
export function fillRows(from: i32, rows: i32): i32 {
  runsUsed = 0;
  for (let row: usize = <usize>from; row < <usize>rows; row++) {
    store<i32>(runEnds + (row << 2), -1);
    const count = load<i32>(ringCounts + (row << 2));
    const height = load<i32>(maskHeights + (row << 2));
    const width = load<i32>(maskWidths + (row << 2));
    if (count == 0 || height <= 0 || width <= 0 || width > COLUMNS) continue;
    if (<f64>height * <f64>width > 2147483647) continue;
    const firstRing = load<i32>(ringStarts + (row << 2));
    let start = firstRing == 0 ? 0 : load<i32>(ringEnds + (<usize>(firstRing - 1) << 2));
    // Four numbers in the first ring say that all are boxes.
    if (load<i32>(ringEnds + (<usize>firstRing << 2)) - start == 4) continue;
    if (runLimit - runsUsed < 2 * CROSSINGS + 4) return <i32>row;
    const out = runs + (<usize>runsUsed << 2);
    let n = 0;
    for (let ring = firstRing; ring < firstRing + count && n >= 0; ring++) {
      const end = load<i32>(ringEnds + (<usize>ring << 2));
      if (ring == firstRing) n = fillRing(start, end, height, width, out);
      else {
        const more = fillRing(start, end, height, width, ringRuns);
        if (more < 0 || n + more > CROSSINGS) n = -1;
        else {
          n = unite(out, n, ringRuns, more, united);
          memory.copy(out, united, <usize>n << 2);
        }
      }
      start = end;
    }
    if (n < 0) continue;
    store<i32>(runStarts + (row << 2), runsUsed);
    runsUsed += n;
    store<i32>(runEnds + (row << 2), runsUsed);
    measureRuns(row, height, width);
  }
  return rows;
}
