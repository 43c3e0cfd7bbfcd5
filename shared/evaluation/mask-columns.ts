import { writeRuns } from '../geometry/rle-operations.ts';

/**
 * The masks of all rows in one pool: row i owns the runs of ones `pool[start[i] … end[i])` as
 * `[from, to, from, to, …]`, column by column, end exclusive.
 */
export interface MaskColumns {
  pool: Int32Array;
  used: number;
  start: Int32Array;
  end: Int32Array;
  area: Float64Array;
  /** `[x0, y0, x1, y1]` in whole pixels, ends exclusive: bounds for a quick no. */
  bounds: Int32Array;
  height: Int32Array;
  width: Int32Array;
}

export function allocateMasks(rows: number, poolSize: number): MaskColumns {
  return {
    pool: new Int32Array(poolSize),
    used: 0,
    start: new Int32Array(rows),
    end: new Int32Array(rows),
    area: new Float64Array(rows),
    bounds: new Int32Array(4 * rows),
    height: new Int32Array(rows),
    width: new Int32Array(rows),
  };
}

/** Stores the mask of `row` from its run counts. */
export function storeMask(
  masks: MaskColumns,
  row: number,
  counts: ArrayLike<number>,
  height: number,
  width: number,
): void {
  reserve(masks, row, counts.length + 2);
  const { pool } = masks;
  const from = masks.used;
  const to = writeRuns(counts, pool, from);
  masks.used = to;
  masks.start[row] = from;
  masks.end[row] = to;
  masks.height[row] = height;
  masks.width[row] = width;
  let area = 0;
  let y0 = height;
  let y1 = 0;
  // A division a run is too dear: the column that the last run ended in is usually the right one or the next.
  let columnStart = to > from ? Math.floor(pool[from] / height) * height : 0;
  for (let i = from; i < to; i += 2) {
    const first = pool[i];
    const last = pool[i + 1] - 1;
    area += last + 1 - first;
    while (first >= columnStart + height) columnStart += height;
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
  masks.area[row] = area;
  if (area === 0) y0 = 0;
  masks.bounds[4 * row] = area === 0 ? 0 : Math.floor(pool[from] / height);
  masks.bounds[4 * row + 1] = y0;
  masks.bounds[4 * row + 2] = area === 0 ? 0 : Math.floor((pool[to - 1] - 1) / height) + 1;
  masks.bounds[4 * row + 3] = y1;
}

/** Masks of several rows whose runs lie one behind the other in a pool of their own. */
export interface MaskBatch {
  runs: Int32Array;
  runStarts: Int32Array;
  runEnds: Int32Array;
  maskAreas: Float64Array;
  maskBounds: Int32Array;
  maskHeights: Int32Array;
  maskWidths: Int32Array;
}

/** Stores the masks of the rows `first … first + rows - 1`. */
export function appendRuns(
  masks: MaskColumns,
  first: number,
  rows: number,
  runsUsed: number,
  batch: MaskBatch,
): void {
  reserve(masks, first + rows - 1, runsUsed);
  masks.pool.set(batch.runs.subarray(0, runsUsed), masks.used);
  for (let i = 0; i < rows; i++) {
    masks.start[first + i] = batch.runStarts[i] + masks.used;
    masks.end[first + i] = batch.runEnds[i] + masks.used;
  }
  masks.area.set(batch.maskAreas.subarray(0, rows), first);
  masks.bounds.set(batch.maskBounds.subarray(0, 4 * rows), 4 * first);
  masks.height.set(batch.maskHeights.subarray(0, rows), first);
  masks.width.set(batch.maskWidths.subarray(0, rows), first);
  masks.used += runsUsed;
}

function reserve(masks: MaskColumns, row: number, runs: number): void {
  if (masks.used + runs > masks.pool.length) {
    const larger = new Int32Array(Math.max(masks.pool.length * 2, masks.used + runs));
    larger.set(masks.pool.subarray(0, masks.used));
    masks.pool = larger;
  }
  if (row < masks.start.length) return;
  const rows = Math.max(row + 1, masks.start.length * 2);
  const larger = allocateMasks(rows, 0);
  for (const name of ['start', 'end', 'area', 'bounds', 'height', 'width'] as const) {
    larger[name].set(masks[name]);
    Object.assign(masks, { [name]: larger[name] });
  }
}
