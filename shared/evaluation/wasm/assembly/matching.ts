// COCO's matching and accumulation for boxes and masks, all thresholds at once: what match-detections.ts and
// accumulate-matches.ts do for keypoints, groups and federated ground truth too. Those two explain the rules; the
// numbers here are the same to the last bit, with the operations in the same order.
// All pointers are byte offsets into the module's memory; `place` lays the columns out.

// Detections, one entry a row.
export let byImage: usize = 0; // i32 rows by class, image, score
export let byScore: usize = 0; // i32 rows by class, score
export let foundClass: usize = 0; // i32
export let foundImage: usize = 0; // i32
export let foundArea: usize = 0; // f64
export let foundBox: usize = 0; // f64 x 4
export let score: usize = 0; // f64
export let rank: usize = 0; // i32, within image and class
export let right: usize = 0; // i32 [row * areas + area], bit t: right at threshold t
export let ignored: usize = 0; // i32 [row * areas + area]
// Ground truths.
export let truths: usize = 0; // i32 rows by class, image
export let truthClass: usize = 0; // i32
export let truthImage: usize = 0; // i32
export let truthArea: usize = 0; // f64
export let truthBox: usize = 0; // f64 x 4
export let isCrowd: usize = 0; // u8
export let isIgnored: usize = 0; // u8
let outside: usize = 0; // i32 per row, bit a: does not count in area a
export let truthCount: usize = 0; // i32 [class * areas + area]
// Masks of both, as in MaskColumns but for their runs.
export let foundMaskArea: usize = 0;
export let foundBounds: usize = 0;
export let foundHeight: usize = 0;
export let foundWidth: usize = 0;
export let truthMaskArea: usize = 0;
export let truthBounds: usize = 0;
export let truthHeight: usize = 0;
export let truthWidth: usize = 0;
// Parameters.
export let limits: usize = 0; // f64, min(threshold, 1 - 1e-10)
export let areaFrom: usize = 0; // f64
export let areaTo: usize = 0; // f64
export let maxDets: usize = 0; // f64, ascending
export let recalls: usize = 0; // f64
// Answers of `accumulate` for one class: [area][limit][threshold][recall] and [area][limit][threshold].
export let precisionOut: usize = 0; // f64
export let scoreOut: usize = 0; // f64
export let recallOut: usize = 0; // f64
// Working space.
let candidates: usize = 0; // i32
let candidateIou: usize = 0; // f64
let candidateBits: usize = 0; // i32
let taken: usize = 0; // i32 [area * truths + truth]
let needed: usize = 0; // i32 per recall
let rightCount: usize = 0; // i32 per threshold
let partlyIgnored: usize = 0; // i32 per threshold
let counts: usize = 0; // i32 per key of a counting sort
let orderA: usize = 0; // i32 rows on their way
let orderB: usize = 0; // i32
let scoreKeys: usize = 0; // u64, ascending where scores descend
let curvePrecision: usize = 0; // f64 [threshold * stride + n]
let curveScore: usize = 0; // f64

let F: i32 = 0; // detections in order
let G: i32 = 0; // ground truths in order
let A: i32 = 0;
let T: i32 = 0;
let M: i32 = 0;
let R: i32 = 0;
let hasMasks: bool = false;
let full: i32 = 0;
let next: usize = 0;

function take(bytes: usize): usize {
  const at = next;
  next = (next + bytes + 15) & ~15;
  return at;
}

/**
 * Lays everything out and returns the end of it; the memory must be zero and large enough. `most` is the largest
 * number of ground truths of an image and class, `stride` that of right detections of a class. With `keys`, the larger
 * of the numbers of images and classes, there is room for `order`; 0 leaves it out.
 */
export function place(
  foundRows: i32, foundOrdered: i32, truthRows: i32, truthOrdered: i32, classes: i32, areas: i32, thresholds: i32,
  limitCount: i32, recallCount: i32, most: i32, stride: i32, masks: i32, keys: i32,
): usize {
  F = foundOrdered;
  G = truthOrdered;
  A = areas;
  T = thresholds;
  M = limitCount;
  R = recallCount;
  hasMasks = masks != 0;
  full = T == 32 ? -1 : (1 << T) - 1;
  next = (__heap_base + 15) & ~15;
  const f = <usize>foundRows;
  const g = <usize>truthRows;
  const a = <usize>areas;
  const t = <usize>thresholds;
  byImage = take(<usize>F << 2);
  byScore = take(<usize>F << 2);
  foundClass = take(f << 2);
  foundImage = take(f << 2);
  foundArea = take(f << 3);
  score = take(f << 3);
  rank = take(f << 2);
  right = take((f * a) << 2);
  ignored = take((f * a) << 2);
  truths = take(<usize>G << 2);
  truthClass = take(g << 2);
  truthImage = take(g << 2);
  truthArea = take(g << 3);
  isCrowd = take(g);
  isIgnored = take(g);
  outside = take(g << 2);
  truthCount = take((<usize>classes * a) << 2);
  if (hasMasks) {
    foundMaskArea = take(f << 3);
    foundBounds = take(f << 4);
    foundHeight = take(f << 2);
    foundWidth = take(f << 2);
    truthMaskArea = take(g << 3);
    truthBounds = take(g << 4);
    truthHeight = take(g << 2);
    truthWidth = take(g << 2);
  } else {
    foundBox = take(f << 5);
    truthBox = take(g << 5);
  }
  limits = take(t << 3);
  areaFrom = take(a << 3);
  areaTo = take(a << 3);
  maxDets = take(<usize>M << 3);
  recalls = take(<usize>R << 3);
  const cells = a * <usize>M * t;
  precisionOut = take((cells * <usize>R) << 3);
  scoreOut = take((cells * <usize>R) << 3);
  recallOut = take(cells << 3);
  candidates = take(<usize>most << 2);
  candidateIou = take(<usize>most << 3);
  candidateBits = take(<usize>most << 2);
  taken = take((<usize>most * a) << 2);
  needed = take(<usize>R << 2);
  rightCount = take(t << 2);
  partlyIgnored = take(t << 2);
  curvePrecision = take((<usize>stride * t) << 3);
  curveScore = take((<usize>stride * t) << 3);
  if (keys > 0) {
    const longest = <usize>max(F, G);
    counts = take(<usize>(max(keys, DIGIT) + 2) << 2);
    orderA = take(longest << 2);
    orderB = take(longest << 2);
    scoreKeys = take(<usize>F << 3);
  }
  return next;
}

// @ts-ignore: decorator
@inline
function word(column: usize, index: i32): i32 {
  return load<i32>(column + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function double(column: usize, index: i32): f64 {
  return load<f64>(column + (<usize>index << 3));
}

const DIGIT: i32 = 2048;

/** Counting sort, stable, of `n` rows by a whole number below `keys`. */
function sortByKey(from: usize, to: usize, n: i32, key: usize, keys: i32): void {
  memory.fill(counts, 0, <usize>(keys + 1) << 2);
  for (let i = 0; i < n; i++) {
    const slot = counts + (<usize>(word(key, word(from, i)) + 1) << 2);
    store<i32>(slot, load<i32>(slot) + 1);
  }
  for (let k = 0; k < keys; k++) {
    const slot = counts + (<usize>k << 2);
    store<i32>(slot, load<i32>(slot) + load<i32>(slot, 4), 4);
  }
  for (let i = 0; i < n; i++) {
    const row = word(from, i);
    const slot = counts + (<usize>word(key, row) << 2);
    const place = load<i32>(slot);
    store<i32>(slot, place + 1);
    store<i32>(to + (<usize>place << 2), row);
  }
}

/** Sorts the rows in orderA by descending score, ties as they are (0 and -0 are one); radix sort over 64 bits. */
function sortByScore(): void {
  for (let row = 0; row < F; row++) {
    const bits = reinterpret<u64>(double(score, row) + 0.0);
    const key = bits >> 63 == 1 ? bits : ~bits & 0x7fffffffffffffff;
    store<u64>(scoreKeys + (<usize>row << 3), key);
  }
  for (let shift: u64 = 0; shift < 64; shift += 11) {
    memory.fill(counts, 0, (DIGIT + 1) << 2);
    for (let i = 0; i < F; i++) {
      const digit = <usize>((load<u64>(scoreKeys + (<usize>i << 3)) >> shift) & (DIGIT - 1));
      store<i32>(counts + ((digit + 1) << 2), load<i32>(counts + ((digit + 1) << 2)) + 1);
    }
    const first = <usize>((load<u64>(scoreKeys) >> shift) & (DIGIT - 1));
    if (load<i32>(counts + ((first + 1) << 2)) == F) continue;
    for (let k = 0; k < DIGIT; k++) {
      const slot = counts + (<usize>k << 2);
      store<i32>(slot, load<i32>(slot) + load<i32>(slot, 4), 4);
    }
    for (let i = 0; i < F; i++) {
      const row = word(orderA, i);
      const slot = counts + (<usize>((load<u64>(scoreKeys + (<usize>row << 3)) >> shift) & (DIGIT - 1)) << 2);
      const place = load<i32>(slot);
      store<i32>(slot, place + 1);
      store<i32>(orderB + (<usize>place << 2), row);
    }
    const other = orderA;
    orderA = orderB;
    orderB = other;
  }
}

/** Fills `byScore`, `byImage` and `truths` with all rows, as `orderRows` orders them. */
export function order(images: i32, classes: i32): void {
  for (let row = 0; row < F; row++) store<i32>(byScore + (<usize>row << 2), row);
  if (F > 0) {
    sortByKey(byScore, orderA, F, foundImage, images);
    sortByScore();
    sortByKey(orderA, byScore, F, foundClass, classes);
    sortByKey(orderA, orderB, F, foundImage, images);
    sortByKey(orderB, byImage, F, foundClass, classes);
  }
  for (let row = 0; row < G; row++) store<i32>(orderA + (<usize>row << 2), row);
  sortByKey(orderA, orderB, G, truthImage, images);
  sortByKey(orderB, truths, G, truthClass, classes);
}

/** Bit a of a ground truth is set when it does not count in area a; counts those that do. */
function markOutside(): void {
  for (let i = 0; i < G; i++) {
    const row = word(truths, i);
    const area = double(truthArea, row);
    const isNever = load<u8>(isIgnored + <usize>row) == 1;
    let bits = 0;
    for (let a = 0; a < A; a++) {
      if (isNever || area < double(areaFrom, a) || area > double(areaTo, a)) bits |= 1 << a;
      else {
        const slot = truthCount + (<usize>(word(truthClass, row) * A + a) << 2);
        store<i32>(slot, load<i32>(slot) + 1);
      }
    }
    store<i32>(outside + (<usize>row << 2), bits);
  }
}

function firstOfClass(order: usize, count: i32, ofClass: usize, wanted: i32): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (word(ofClass, word(order, middle)) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

// @ts-ignore: decorator
@inline
function boxIou(d: i32, g: i32): f64 {
  const db = foundBox + (<usize>d << 5);
  const gb = truthBox + (<usize>g << 5);
  const dx = load<f64>(db);
  const dw = load<f64>(db, 16);
  const gx = load<f64>(gb);
  const gw = load<f64>(gb, 16);
  const right = dw + dx < gw + gx ? dw + dx : gw + gx;
  const width = right - (dx > gx ? dx : gx);
  if (width <= 0) return 0;
  const dy = load<f64>(db, 8);
  const dh = load<f64>(db, 24);
  const gy = load<f64>(gb, 8);
  const gh = load<f64>(gb, 24);
  const bottom = dh + dy < gh + gy ? dh + dy : gh + gy;
  const height = bottom - (dy > gy ? dy : gy);
  if (height <= 0) return 0;
  const shared = width * height;
  return shared / (load<u8>(isCrowd + <usize>g) == 1 ? dw * dh : dw * dh + gw * gh - shared);
}

// Pixels that two masks share. The runs stay in the caller's memory: copying them costs more than calling.
// @ts-ignore: decorator
@external("env", "sharedPixels")
declare function sharedPixels(found: i32, truth: i32): f64;

/** -1 for masks of different sizes; 0 for a pair that cannot reach `floor` by its areas and bounds. */
function maskIou(d: i32, g: i32, floor: f64): f64 {
  const db = foundBounds + (<usize>d << 4);
  const gb = truthBounds + (<usize>g << 4);
  const width = min(load<i32>(db, 8), load<i32>(gb, 8)) - max(load<i32>(db), load<i32>(gb));
  if (width <= 0) return 0;
  const height = min(load<i32>(db, 12), load<i32>(gb, 12)) - max(load<i32>(db, 4), load<i32>(gb, 4));
  if (height <= 0) return 0;
  if (word(foundHeight, d) != word(truthHeight, g) || word(foundWidth, d) != word(truthWidth, g)) return -1;
  const area = double(foundMaskArea, d);
  const other = double(truthMaskArea, g);
  const isOverDetection = load<u8>(isCrowd + <usize>g) == 1;
  const most = Math.min(<f64>width * <f64>height, Math.min(area, other));
  if (most < floor * (isOverDetection ? area : area + other - most)) return 0;
  const shared = sharedPixels(d, g);
  return shared > 0 ? shared / (isOverDetection ? area : area + other - shared) : 0;
}

/** Ground truths at or above the lowest threshold, by IoU descending, later ones first among equals. */
function collect(d: i32, from: i32, to: i32, smallest: f64): i32 {
  const floor = smallest - 1e-9;
  let n = 0;
  for (let g = from; g < to; g++) {
    const row = word(truths, g);
    const iou = hasMasks ? maskIou(d, row, floor) : boxIou(d, row);
    if (!(iou >= smallest)) continue;
    let at = n++;
    while (at > 0 && double(candidateIou, at - 1) <= iou) {
      store<f64>(candidateIou + (<usize>at << 3), double(candidateIou, at - 1));
      store<i32>(candidates + (<usize>at << 2), word(candidates, at - 1));
      store<i32>(candidateBits + (<usize>at << 2), word(candidateBits, at - 1));
      at--;
    }
    let bits = 0;
    for (let t = 0; t < T; t++) if (iou >= double(limits, t)) bits |= 1 << t;
    store<f64>(candidateIou + (<usize>at << 3), iou);
    store<i32>(candidates + (<usize>at << 2), g - from);
    store<i32>(candidateBits + (<usize>at << 2), bits);
  }
  return n;
}

function assign(d: i32, a: i32, found: i32, from: i32, count: i32, isOutside: bool): void {
  let open = full;
  let rightBits = 0;
  let ignoredBits = 0;
  for (let c = 0; c < found; c++) {
    const g = word(candidates, c);
    if ((word(outside, word(truths, from + g)) >> a) & 1) continue;
    const at = taken + (<usize>(a * count + g) << 2);
    const bits = open & word(candidateBits, c) & ~load<i32>(at);
    store<i32>(at, load<i32>(at) | bits);
    rightBits |= bits;
    open &= ~bits;
  }
  for (let c = 0; c < found && open != 0; c++) {
    const g = word(candidates, c);
    const row = word(truths, from + g);
    if (((word(outside, row) >> a) & 1) == 0) continue;
    const at = taken + (<usize>(a * count + g) << 2);
    const free = load<u8>(isCrowd + <usize>row) == 1 ? -1 : ~load<i32>(at);
    const bits = open & word(candidateBits, c) & free;
    store<i32>(at, load<i32>(at) | bits);
    ignoredBits |= bits;
    open &= ~bits;
  }
  if (isOutside) ignoredBits |= open;
  const at = <usize>(d * A + a) << 2;
  store<i32>(right + at, rightBits);
  store<i32>(ignored + at, ignoredBits);
}

/** Matches the classes `classFrom ... classTo - 1`; afterwards `rank`, `right`, `ignored` and `truthCount` hold. */
export function match(classFrom: i32, classTo: i32): void {
  markOutside();
  let smallest = double(limits, 0);
  for (let t = 1; t < T; t++) smallest = Math.min(smallest, double(limits, t));
  const most = double(maxDets, M - 1);
  let t = firstOfClass(truths, G, truthClass, classFrom);
  let d = firstOfClass(byImage, F, foundClass, classFrom);
  while (d < F) {
    const first = word(byImage, d);
    const ofClass = word(foundClass, first);
    if (ofClass >= classTo) break;
    const image = word(foundImage, first);
    while (t < G) {
      const row = word(truths, t);
      const c = word(truthClass, row);
      if (!(c < ofClass || (c == ofClass && word(truthImage, row) < image))) break;
      t++;
    }
    let end = t;
    while (end < G) {
      const row = word(truths, end);
      if (word(truthImage, row) != image || word(truthClass, row) != ofClass) break;
      end++;
    }
    const count = end - t;
    memory.fill(taken, 0, <usize>(count * A) << 2);
    let place = 0;
    while (d < F) {
      const row = word(byImage, d);
      if (word(foundImage, row) != image || word(foundClass, row) != ofClass) break;
      store<i32>(rank + (<usize>row << 2), place);
      if (<f64>place < most) {
        const found = count == 0 ? 0 : collect(row, t, end, smallest);
        const size = double(foundArea, row);
        for (let a = 0; a < A; a++) {
          const isOutside = size < double(areaFrom, a) || size > double(areaTo, a);
          if (found > 0) assign(row, a, found, t, count, isOutside);
          else if (isOutside) store<i32>(ignored + (<usize>(row * A + a) << 2), full);
        }
      }
      place++;
      d++;
    }
    t = end;
  }
}

/** Per recall threshold the number of right detections that reach it: `searchsorted(side='left')`. */
function fillNeeded(count: i32): void {
  for (let r = 0; r < R; r++) {
    const recall = double(recalls, r);
    let n = Math.max(0, Math.floor(recall * <f64>count) - 1);
    while (n / <f64>count < recall) n += 1;
    store<i32>(needed + (<usize>r << 2), <i32>n);
  }
}

/** Precision over the recall grid of one class into `precisionOut`, `scoreOut` and `recallOut`; -1 where it is absent. */
export function accumulate(k: i32): void {
  const from = firstOfClass(byScore, F, foundClass, k);
  const to = firstOfClass(byScore, F, foundClass, k + 1);
  for (let a = 0; a < A; a++) {
    const count = word(truthCount, k * A + a);
    if (count > 0) fillNeeded(count);
    for (let m = 0; m < M; m++) {
      const cell = (a * M + m) * T;
      if (count == 0) fillAbsent(cell);
      else accumulateCell(from, to, a, double(maxDets, m), count, cell);
    }
  }
}

function fillAbsent(cell: i32): void {
  for (let i = cell * R; i < (cell + T) * R; i++) {
    store<f64>(precisionOut + (<usize>i << 3), -1);
    store<f64>(scoreOut + (<usize>i << 3), -1);
  }
  for (let i = cell; i < cell + T; i++) store<f64>(recallOut + (<usize>i << 3), -1);
}

function accumulateCell(from: i32, to: i32, a: i32, most: f64, count: i32, cell: i32): void {
  memory.fill(rightCount, 0, <usize>T << 2);
  memory.fill(partlyIgnored, 0, <usize>T << 2);
  let seen = 0;
  let firstScore: f64 = 0;
  let isFirst = true;
  for (let i = from; i < to; i++) {
    const row = word(byScore, i);
    if (<f64>word(rank, row) >= most) continue;
    if (isFirst) {
      firstScore = double(score, row);
      isFirst = false;
    }
    const ignoredBits = word(ignored, row * A + a);
    if (ignoredBits == full) continue;
    seen++;
    for (let bits = ignoredBits; bits != 0; bits &= bits - 1) {
      const slot = partlyIgnored + (<usize>ctz(bits) << 2);
      store<i32>(slot, load<i32>(slot) + 1);
    }
    for (let bits = word(right, row * A + a) & ~ignoredBits; bits != 0; bits &= bits - 1) {
      const t = ctz(bits);
      const n = word(rightCount, t);
      store<i32>(rightCount + (<usize>t << 2), n + 1);
      const at = <usize>(t * count + n) << 3;
      // 2^-52 is np.spacing(1).
      const total = <f64>(seen - word(partlyIgnored, t)) + 2.220446049250313e-16;
      store<f64>(curvePrecision + at, <f64>(n + 1) / total);
      store<f64>(curveScore + at, double(score, row));
    }
  }
  for (let t = 0; t < T; t++) {
    const list = t * count;
    const n = word(rightCount, t);
    store<f64>(recallOut + (<usize>(cell + t) << 3), <f64>n / <f64>count);
    for (let i = n - 1; i > 0; i--) {
      const here = double(curvePrecision, list + i);
      if (here > double(curvePrecision, list + i - 1)) store<f64>(curvePrecision + (<usize>(list + i - 1) << 3), here);
    }
    for (let r = 0; r < R; r++) {
      const need = word(needed, r);
      let p: f64 = 0;
      let s: f64 = 0;
      if (need == 0) {
        p = n > 0 ? double(curvePrecision, list) : 0;
        s = firstScore;
      } else if (need <= n) {
        p = double(curvePrecision, list + need - 1);
        s = double(curveScore, list + need - 1);
      }
      const at = <usize>((cell + t) * R + r) << 3;
      store<f64>(precisionOut + at, p);
      store<f64>(scoreOut + at, s);
    }
  }
}
