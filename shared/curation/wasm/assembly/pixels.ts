// Pixel kernels: one pass over raw RGB rows for every image metric, and the integer resampler behind the hashes.
// Layouts are stated at each function; all pointers are byte offsets into the module's memory.

const FLUSH_VECTORS: i32 = 448; // keeps every 32-bit lane below 2^31: 448 * 2 * 2 * 1020^2 / 2^31 < 0.87

// Accumulators, 64-bit each: sum, sum of squares, Laplacian sum, Laplacian sum of squares, red, green, blue.
const STATE: usize = memory.data(64, 16);
// Four histograms of 256 u32 each, so that equal neighbouring pixels do not wait for one another's store.
const HISTOGRAMS: usize = memory.data(4096, 16);

export function heapBase(): usize {
  return (__heap_base + 15) & ~15;
}
export function statePointer(): usize {
  return STATE;
}
export function histogramPointer(): usize {
  return HISTOGRAMS;
}
export function reset(): void {
  memory.fill(STATE, 0, 64);
  memory.fill(HISTOGRAMS, 0, 4096);
}

// @ts-ignore: decorator
@inline
function add64(slot: i32, value: i64): void {
  store<i64>(STATE + ((<usize>slot) << 3), load<i64>(STATE + ((<usize>slot) << 3)) + value);
}

// @ts-ignore: decorator
@inline
function lanes(v: v128): i64 {
  return (
    <i64>i32x4.extract_lane(v, 0) +
    <i64>i32x4.extract_lane(v, 1) +
    <i64>i32x4.extract_lane(v, 2) +
    <i64>i32x4.extract_lane(v, 3)
  );
}

// Sums over the bytes of one row: values, squares, Laplacian, squared Laplacian.
function accumulateRow(up: usize, row: usize, down: usize, width: i32): void {
  const bytes = width * 3;
  let sum: i64 = 0;
  let squares: i64 = 0;
  let laplacian: i64 = 0;
  let laplacianSquares: i64 = 0;

  let i: i32 = 0;
  // The first pixel, the tail and the last pixel are scalar: their neighbours are reflected at the border.
  const start = min(3, bytes);
  const end = bytes - 3;
  let vectorEnd = start;
  if (end - start >= 16) vectorEnd = start + ((end - start) & ~15);

  i = start;
  while (i < vectorEnd) {
    const stop = min(vectorEnd, i + FLUSH_VECTORS * 16);
    let s = i32x4.splat(0);
    let q = i32x4.splat(0);
    let l = i32x4.splat(0);
    let m = i32x4.splat(0);
    for (; i < stop; i += 16) {
      const at = row + <usize>i;
      const c = v128.load(at);
      const w = v128.load(at - 3);
      const e = v128.load(at, 3);
      const n = v128.load(up + <usize>i);
      const d = v128.load(down + <usize>i);
      const cl = i16x8.extend_low_i8x16_u(c);
      const ch = i16x8.extend_high_i8x16_u(c);
      const ll = i16x8.sub(
        i16x8.add(
          i16x8.add(i16x8.extend_low_i8x16_u(w), i16x8.extend_low_i8x16_u(e)),
          i16x8.add(i16x8.extend_low_i8x16_u(n), i16x8.extend_low_i8x16_u(d)),
        ),
        i16x8.shl(cl, 2),
      );
      const lh = i16x8.sub(
        i16x8.add(
          i16x8.add(i16x8.extend_high_i8x16_u(w), i16x8.extend_high_i8x16_u(e)),
          i16x8.add(i16x8.extend_high_i8x16_u(n), i16x8.extend_high_i8x16_u(d)),
        ),
        i16x8.shl(ch, 2),
      );
      s = i32x4.add(s, i32x4.extadd_pairwise_i16x8_u(i16x8.add(cl, ch)));
      q = i32x4.add(q, i32x4.add(i32x4.dot_i16x8_s(cl, cl), i32x4.dot_i16x8_s(ch, ch)));
      l = i32x4.add(l, i32x4.extadd_pairwise_i16x8_s(i16x8.add(ll, lh)));
      m = i32x4.add(m, i32x4.add(i32x4.dot_i16x8_s(ll, ll), i32x4.dot_i16x8_s(lh, lh)));
    }
    sum += lanes(s);
    squares += lanes(q);
    laplacian += lanes(l);
    laplacianSquares += lanes(m);
  }

  for (i = 0; i < bytes; ++i) {
    if (i == start && vectorEnd > start) i = vectorEnd;
    const at = row + <usize>i;
    const c = <i32>load<u8>(at);
    // reflect-101: the neighbour outside is the one inside; a single column is its own neighbour
    const left = i < 3 ? (width > 1 ? <i32>load<u8>(at, 3) : c) : <i32>load<u8>(at - 3);
    const right = i >= end ? (width > 1 ? <i32>load<u8>(at - 3) : c) : <i32>load<u8>(at, 3);
    const value = left + right + <i32>load<u8>(up + <usize>i) + <i32>load<u8>(down + <usize>i) - 4 * c;
    sum += c;
    squares += c * c;
    laplacian += value;
    laplacianSquares += value * value;
  }
  add64(0, sum);
  add64(1, squares);
  add64(2, laplacian);
  add64(3, laplacianSquares);
}

// @ts-ignore: decorator
@inline
function hueDivisor(d: v128): v128 {
  // OpenCV's table: round(180 * 4096 / (6 d)), half to even
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(f32x4.splat(122880), f32x4.convert_i32x4_s(d))));
}

// @ts-ignore: decorator
@inline
function hue4(n: v128, d: v128): v128 {
  return i32x4.shr_s(i32x4.add(i32x4.mul(n, hueDivisor(d)), i32x4.splat(2048)), 12);
}

// @ts-ignore: decorator
@inline
function hue8(rb: v128, gb: v128, bb: v128, diff: v128, isR: v128, isG: v128): v128 {
  const two = i16x8.shl(diff, 1);
  const n = v128.bitselect(
    i16x8.sub(gb, bb),
    v128.bitselect(i16x8.add(i16x8.sub(bb, rb), two), i16x8.add(i16x8.sub(rb, gb), i16x8.shl(diff, 2)), isG),
    isR,
  );
  const h = i16x8.narrow_i32x4_s(
    hue4(i32x4.extend_low_i16x8_s(n), i32x4.extend_low_i16x8_u(diff)),
    hue4(i32x4.extend_high_i16x8_s(n), i32x4.extend_high_i16x8_u(diff)),
  );
  return i16x8.add(h, v128.and(i16x8.shr_s(h, 15), i16x8.splat(180)));
}

// @ts-ignore: decorator
@inline
function saturated8(diff: v128, v: v128): v128 {
  // (diff * sdiv[v] + 2048) >> 12 >= 50, as one exact linear inequality for every v >= 40 (checked exhaustively)
  const k = i32x4.splat(0x4000 | (-3180 << 16));
  const lo = i32x4.gt_s(
    i32x4.dot_i16x8_s(i8x16.shuffle(diff, v, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23), k),
    i32x4.splat(38),
  );
  const hi = i32x4.gt_s(
    i32x4.dot_i16x8_s(i8x16.shuffle(diff, v, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31), k),
    i32x4.splat(38),
  );
  return i16x8.narrow_i32x4_s(lo, hi);
}

// @ts-ignore: decorator
@inline
function grey4(rg: v128, gb: v128): v128 {
  return i32x4.shr_u(
    i32x4.add(
      i32x4.add(
        i32x4.dot_i16x8_s(rg, i32x4.splat(19595 | (19235 << 16))),
        i32x4.dot_i16x8_s(gb, i32x4.splat(19235 | (7471 << 16))),
      ),
      i32x4.splat(0x8000),
    ),
    16,
  );
}

// @ts-ignore: decorator
@inline
function grey8(r: v128, g: v128, b: v128): v128 {
  return i16x8.narrow_i32x4_s(
    grey4(
      i8x16.shuffle(r, g, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23),
      i8x16.shuffle(g, b, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23),
    ),
    grey4(
      i8x16.shuffle(r, g, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31),
      i8x16.shuffle(g, b, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31),
    ),
  );
}

// Colour shares and the grey plane of one row. `grey` receives `width` bytes.
function classifyRow(row: usize, width: i32, grey: usize): void {
  let red: i64 = 0;
  let green: i64 = 0;
  let blue: i64 = 0;
  let x: i32 = 0;
  for (; x + 16 <= width; x += 16) {
    const at = row + <usize>(x * 3);
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const r = i8x16.shuffle(
      i8x16.shuffle(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0),
      c,
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29,
    );
    const g = i8x16.shuffle(
      i8x16.shuffle(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0),
      c,
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30,
    );
    const u = i8x16.shuffle(
      i8x16.shuffle(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0),
      c,
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31,
    );
    const v = i8x16.max_u(i8x16.max_u(r, g), u);
    const diff = i8x16.sub(v, i8x16.min_u(i8x16.min_u(r, g), u));
    const isR = i8x16.eq(v, r);
    const isG = i8x16.eq(v, g);

    const rl = i16x8.extend_low_i8x16_u(r);
    const rh = i16x8.extend_high_i8x16_u(r);
    const gl = i16x8.extend_low_i8x16_u(g);
    const gh = i16x8.extend_high_i8x16_u(g);
    const bl = i16x8.extend_low_i8x16_u(u);
    const bh = i16x8.extend_high_i8x16_u(u);
    v128.store(grey + <usize>x, i8x16.narrow_i16x8_u(grey8(rl, gl, bl), grey8(rh, gh, bh)));

    const dl = i16x8.extend_low_i8x16_u(diff);
    const dh = i16x8.extend_high_i8x16_u(diff);
    const strong = v128.and(
      i8x16.ge_u(v, i8x16.splat(40)),
      i8x16.narrow_i16x8_s(
        saturated8(dl, i16x8.extend_low_i8x16_u(v)),
        saturated8(dh, i16x8.extend_high_i8x16_u(v)),
      ),
    );
    if (!v128.any_true(strong)) continue;
    const h = i8x16.narrow_i16x8_u(
      hue8(rl, gl, bl, dl, i16x8.extend_low_i8x16_s(isR), i16x8.extend_low_i8x16_s(isG)),
      hue8(rh, gh, bh, dh, i16x8.extend_high_i8x16_s(isR), i16x8.extend_high_i8x16_s(isG)),
    );
    const isRed = v128.or(i8x16.le_u(h, i8x16.splat(10)), i8x16.ge_u(h, i8x16.splat(-86 /* 170 */)));
    const isGreen = v128.and(i8x16.ge_u(h, i8x16.splat(35)), i8x16.le_u(h, i8x16.splat(75)));
    const isBlue = v128.and(i8x16.ge_u(h, i8x16.splat(90)), i8x16.le_u(h, i8x16.splat(-126 /* 130 */)));
    red += popcnt(i8x16.bitmask(v128.and(isRed, strong)));
    green += popcnt(i8x16.bitmask(v128.and(isGreen, strong)));
    blue += popcnt(i8x16.bitmask(v128.and(isBlue, strong)));
  }
  for (; x < width; ++x) {
    const at = row + <usize>(x * 3);
    const r = <i32>load<u8>(at);
    const g = <i32>load<u8>(at, 1);
    const b = <i32>load<u8>(at, 2);
    store<u8>(grey + <usize>x, (r * 19595 + g * 38470 + b * 7471 + 0x8000) >>> 16);
    const v = max(max(r, g), b);
    const diff = v - min(min(r, g), b);
    if (v < 40 || diff * 16384 - v * 3180 <= 38) continue;
    const n = v == r ? g - b : v == g ? b - r + 2 * diff : r - g + 4 * diff;
    let h = (n * (<i32>nearest<f32>(<f32>122880 / <f32>diff)) + 2048) >> 12;
    if (h < 0) h += 180;
    if (h <= 10 || h >= 170) ++red;
    else if (h >= 35 && h <= 75) ++green;
    else if (h >= 90 && h <= 130) ++blue;
  }
  add64(4, red);
  add64(5, green);
  add64(6, blue);

  for (x = 0; x + 4 <= width; x += 4) {
    const four = load<u32>(grey + <usize>x);
    const h0 = HISTOGRAMS + ((four & 255) << 2);
    const h1 = HISTOGRAMS + 1024 + (((four >>> 8) & 255) << 2);
    const h2 = HISTOGRAMS + 2048 + (((four >>> 16) & 255) << 2);
    const h3 = HISTOGRAMS + 3072 + ((four >>> 24) << 2);
    store<u32>(h0, load<u32>(h0) + 1);
    store<u32>(h1, load<u32>(h1) + 1);
    store<u32>(h2, load<u32>(h2) + 1);
    store<u32>(h3, load<u32>(h3) + 1);
  }
  for (; x < width; ++x) {
    const h0 = HISTOGRAMS + ((<usize>load<u8>(grey + <usize>x)) << 2);
    store<u32>(h0, load<u32>(h0) + 1);
  }
}

/**
 * `band`: rows + 2 rows of width * 3 bytes, the first and last being the neighbours outside (reflected by the
 * caller at the image's own border). `grey` receives rows * width bytes. 16 readable bytes must follow the band.
 */
export function measureBand(band: usize, width: i32, rows: i32, grey: usize): void {
  const stride = <usize>(width * 3);
  let row = band + stride;
  for (let y = 0; y < rows; ++y) {
    accumulateRow(row - stride, row, row + stride, width);
    classifyRow(row, width, grey);
    row += stride;
    grey += <usize>width;
  }
}

/**
 * Horizontal pass of Pillow's 8-bit resampler. `source`: rows * width bytes (16 readable bytes follow). `bounds`:
 * per output column first input column and count (i32 each). `weights`: per output column `taps` i32 with 22
 * fraction bits, zero beyond the count. `target`: rows * columns bytes.
 */
export function resampleRows(
  source: usize, width: i32, rows: i32, bounds: usize, weights: usize, taps: i32, columns: i32, target: usize,
): void {
  for (let y = 0; y < rows; ++y) {
    for (let x = 0; x < columns; ++x) {
      const first = load<i32>(bounds + ((<usize>x) << 3));
      const count = load<i32>(bounds + ((<usize>x) << 3), 4);
      const k = weights + ((<usize>(x * taps)) << 2);
      const p = source + <usize>first;
      let acc = i32x4.splat(0);
      let i = 0;
      for (; i + 8 <= count; i += 8) {
        const px = v128.load8x8_u(p + <usize>i);
        acc = i32x4.add(acc, i32x4.mul(i32x4.extend_low_i16x8_u(px), v128.load(k + ((<usize>i) << 2))));
        acc = i32x4.add(acc, i32x4.mul(i32x4.extend_high_i16x8_u(px), v128.load(k + ((<usize>i) << 2), 16)));
      }
      let total: i32 =
        (1 << 21) +
        i32x4.extract_lane(acc, 0) + i32x4.extract_lane(acc, 1) +
        i32x4.extract_lane(acc, 2) + i32x4.extract_lane(acc, 3);
      for (; i < count; ++i) total += <i32>load<u8>(p + <usize>i) * load<i32>(k + ((<usize>i) << 2));
      store<u8>(target + <usize>x, <u8>max(0, min(255, total >> 22)));
    }
    source += <usize>width;
    target += <usize>columns;
  }
}

/**
 * Adds the colours of one band to a reduced image. `source`: rows * width * 3 bytes. `edges`: columns + 1 int32, the
 * first input column of each output column. `sums`: columns * 3 uint32.
 */
export function addBoxes(source: usize, width: i32, rows: i32, edges: usize, columns: i32, sums: usize): void {
  for (let y = 0; y < rows; ++y) {
    for (let column = 0; column < columns; ++column) {
      const first = load<i32>(edges + ((<usize>column) << 2));
      const last = max(load<i32>(edges + ((<usize>column) << 2), 4), first + 1);
      let r: u32 = 0;
      let g: u32 = 0;
      let b: u32 = 0;
      for (let at = source + <usize>(first * 3), end = source + <usize>(last * 3); at < end; at += 3) {
        r += load<u8>(at);
        g += load<u8>(at, 1);
        b += load<u8>(at, 2);
      }
      const to = sums + <usize>(column * 12);
      store<u32>(to, load<u32>(to) + r);
      store<u32>(to, load<u32>(to, 4) + g, 4);
      store<u32>(to, load<u32>(to, 8) + b, 8);
    }
    source += <usize>(width * 3);
  }
}
