// Where the columns, pools and tables of one batch lie in memory: byte offsets, laid out by `place`.

// One entry a row, in the order of the file.
export let offsets: usize = 0; // f64, byte of the object in the file
export let imageIds: usize = 0; // f64, ground truth only
export let categoryIds: usize = 0; // f64, ground truth only
export let images: usize = 0; // i32, detections only
export let categories: usize = 0; // i32, detections only
export let boxes: usize = 0; // f64 x 4
export let areas: usize = 0; // f64, NaN when the file does not say
export let scores: usize = 0; // f64
export let crowds: usize = 0; // u8
export let groups: usize = 0; // u8
export let runStarts: usize = 0; // i32, into runs
export let runEnds: usize = 0; // i32
export let maskAreas: usize = 0; // f64
export let maskBounds: usize = 0; // i32 x 4
export let maskHeights: usize = 0; // i32
export let maskWidths: usize = 0; // i32
export let ringStarts: usize = 0; // i32, into ringEnds
export let ringCounts: usize = 0; // i32, 0 for a mask
// Pools of one batch.
export let runs: usize = 0; // i32 [from, to, ...]
export let ringEnds: usize = 0; // i32, into points, in numbers
export let points: usize = 0; // f64 [x, y, ...]

// Working space of the filling of rings: crossings of the boundary with columns, and the runs of one ring.
export const CROSSINGS: i32 = 1 << 16;
export const COLUMNS: i32 = 1 << 16;
export let crossings: usize = 0; // i32
export let crossingColumns: usize = 0; // i32
export let sorted: usize = 0; // i32
export let columnCounts: usize = 0; // i32
export let ringRuns: usize = 0; // i32
export let united: usize = 0; // i32

export let rowLimit: i32 = 0;
export let runLimit: i32 = 0;
export let pointLimit: i32 = 0;
export let ringLimit: i32 = 0;
export let runsUsed: i32 = 0;
export let pointsUsed: i32 = 0;
export let ringsUsed: i32 = 0;

// Tables from ids to indices (id-table.ts), and the sizes of the images.
export let imageSlots: usize = 0;
export let imageMask: u32 = 0;
export let categorySlots: usize = 0;
export let categoryMask: u32 = 0;
export let imageHeights: usize = 0; // f64, 0 when the file does not say
export let imageWidths: usize = 0; // f64

function take(at: usize, bytes: usize): usize {
  return (at + bytes + 15) & ~15;
}

function slotsFor(count: i32): u32 {
  let size: u32 = 16;
  while (size < <u32>count * 2) size <<= 1;
  return size;
}

/** Where the bytes to read may lie. */
export function heapBase(): usize {
  return (__heap_base + 15) & ~15;
}

/** Lays everything out from `at` on and returns the end; the memory behind it must be zero and large enough. */
export function place(
  at: usize, rows: i32, runPool: i32, pointPool: i32, imageCount: i32, categoryCount: i32,
): usize {
  const n = <usize>rows;
  rowLimit = rows;
  runLimit = runPool;
  pointLimit = pointPool;
  ringLimit = pointPool >> 2;
  offsets = at;
  imageIds = take(offsets, n << 3);
  categoryIds = take(imageIds, n << 3);
  images = take(categoryIds, n << 3);
  categories = take(images, n << 2);
  boxes = take(categories, n << 2);
  areas = take(boxes, n << 5);
  scores = take(areas, n << 3);
  crowds = take(scores, n << 3);
  groups = take(crowds, n);
  runStarts = take(groups, n);
  runEnds = take(runStarts, n << 2);
  maskAreas = take(runEnds, n << 2);
  maskBounds = take(maskAreas, n << 3);
  maskHeights = take(maskBounds, n << 4);
  maskWidths = take(maskHeights, n << 2);
  ringStarts = take(maskWidths, n << 2);
  ringCounts = take(ringStarts, n << 2);
  runs = take(ringCounts, n << 2);
  points = take(runs, <usize>runPool << 2);
  ringEnds = take(points, <usize>pointPool << 3);
  imageSlots = take(ringEnds, <usize>ringLimit << 2);
  const imageSize = slotsFor(imageCount);
  imageMask = imageSize - 1;
  categorySlots = take(imageSlots, <usize>imageSize << 4);
  const categorySize = slotsFor(categoryCount);
  categoryMask = categorySize - 1;
  imageHeights = take(categorySlots, <usize>categorySize << 4);
  imageWidths = take(imageHeights, <usize>imageCount << 3);
  crossings = take(imageWidths, <usize>imageCount << 3);
  if (pointPool == 0) return crossings;
  crossingColumns = take(crossings, CROSSINGS << 2);
  sorted = take(crossingColumns, CROSSINGS << 2);
  columnCounts = take(sorted, CROSSINGS << 2);
  ringRuns = take(columnCounts, (COLUMNS + 2) << 2);
  united = take(ringRuns, (CROSSINGS + 2) << 2);
  return take(united, (CROSSINGS + 2) << 3);
}
