// Exact top-k by dot product over a quarter of the bytes: every float32 row has a twin of 8-bit codes with a proven
// bound of how far the two can be apart; only rows whose bound reaches the k-th best are read in float32.
// Needs relaxed SIMD for one instruction, used only where its result is the same on every machine: one factor is
// −127 … 127, the other 0 … 127.
//
// Works in memory that is given; owns none of it.
// Rows: float32, `stride` floats each (a multiple of 4). Codes: int8, `codeStride` bytes each (a multiple of 16, zeros
// behind the dimensions). Facts: for every four rows, 80 bytes: scale, 64 × sum of codes (int32), reach, length and
// bias of each. A row is about mean + scale × codes.

import { lanes, offer } from './best-list';

// What is measured in float32 and added to bounds; see `encode`.
const OUTWARD: f64 = 1 + 1e-6;
// Magnitudes outside are left to float32: products with them may overflow or lose their last bits to underflow.
const LEAST: f64 = 1e-15;
const LARGEST: f64 = 1e15;

/**
 * Codes and facts of `count` rows. `rounding`: the relative error of a float32 dot product of this many numbers.
 * `mean`: float32 per dimension, taken off before. `biased`: 1 when the number behind the dimensions is a term of the
 * score that no query weighs. Rows up to the next multiple of 4 become ones that are never reached.
 */
export function encode(
  rows: usize, count: i32, stride: i32, dimensions: i32, mean: usize, biased: i32, rounding: f64,
  codes: usize, codeStride: i32, facts: usize,
): void {
  memory.fill(codes, 0, <usize>((count + 3) & ~3) * <usize>codeStride);
  for (let i = 0; i < ((count + 3) & ~3); ++i) {
    const fact = facts + <usize>(i >> 2) * 80 + ((<usize>(i & 3)) << 2);
    if (i >= count) {
      store<f32>(fact, 0);
      store<i32>(fact, 0, 16);
      store<f32>(fact, 0, 32);
      store<f32>(fact, 0, 48);
      store<f32>(fact, -Infinity, 64);
      continue;
    }
    const row = rows + (<usize>i * <usize>stride << 2);
    const code = codes + <usize>i * <usize>codeStride;
    let largest: f64 = 0;
    let squares: f64 = 0;
    let largestEver: f64 = 0;
    for (let j = 0; j < dimensions; ++j) {
      const value = <f64>load<f32>(row + ((<usize>j) << 2));
      squares += value * value;
      largestEver = max(largestEver, abs(value));
      largest = max(largest, abs(value - <f64>load<f32>(mean + ((<usize>j) << 2))));
    }
    const bias = biased ? <f64>load<f32>(row + ((<usize>dimensions) << 2)) : 0;
    store<f32>(fact, <f32>(bias + abs(bias) * (rounding + 1e-6)), 64);
    const isPlain =
      (largest == 0 || (largest > LEAST && largest < LARGEST)) &&
      (largestEver == 0 || (largestEver > LEAST && largestEver < LARGEST)) &&
      abs(bias) < LARGEST;
    const scale = isPlain ? <f64><f32>(largest / 127) : 0;
    let sum = 0;
    let apart: f64 = 0;
    let coded: f64 = 0;
    if (scale > 0)
      for (let j = 0; j < dimensions; ++j) {
        const value = <f64>load<f32>(row + ((<usize>j) << 2)) - <f64>load<f32>(mean + ((<usize>j) << 2));
        const c = max<f64>(-127, min<f64>(127, nearest(value / scale)));
        store<i8>(code + <usize>j, <i8>c);
        sum += <i32>c;
        const difference = value - scale * c;
        apart += difference * difference;
        coded += scale * c * (scale * c);
      }
    const reach = sqrt(apart) + rounding * (sqrt(squares) + sqrt(coded));
    store<f32>(fact, <f32>scale);
    store<i32>(fact, sum << 6, 16);
    store<f32>(fact, isPlain ? <f32>(reach * OUTWARD) : Infinity, 32);
    store<f32>(fact, <f32>(sqrt(coded) * OUTWARD), 48);
  }
}

// @ts-ignore: decorator
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(
    i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23),
    i8x16.shuffle(a, b, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31),
  );
  const cd = i32x4.add(
    i8x16.shuffle(c, d, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23),
    i8x16.shuffle(c, d, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31),
  );
  return i32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3));
}

// In the order of the kernel `topK` of vectors.ts: the same bits.
// @ts-ignore: decorator
@inline
function dot(query: usize, row: usize, bytes: usize): f32 {
  let a = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16)
    a = f32x4.add(a, f32x4.mul(v128.load(query + j), v128.load(row + j)));
  return lanes(a);
}

// Below this a bound cannot reach the list, whose last score is `worst`.
// @ts-ignore: decorator
@inline
function floorOf(worst: f64, middle: f64, slack: f64): f32 {
  return <f32>(worst - middle - slack - 1e-7 * (abs(worst) + abs(middle)));
}

/**
 * Offers rows from `first` to `last` (multiples of 4; rows from `count` on are none) to the lists of `queries` queries,
 * k scores and ids each. `query`: float32, `stride` floats each. `queryCodes`: 64 + code, `codeStride` bytes each.
 * `queryFacts`: 40 bytes each: float64 query · mean and its error, then float32 scale, length, and length of what the
 * codes miss.
 */
export function scan(
  rows: usize, stride: i32, codes: usize, codeStride: i32, facts: usize, first: i32, last: i32,
  queries: i32, query: usize, queryCodes: usize, queryFacts: usize, k: i32, scores: usize, ids: usize,
): void {
  const bytes = (<usize>stride) << 2;
  const step = <usize>codeStride;
  for (let at = 0; at < queries; ++at) {
    const middle = load<f64>(queryFacts);
    const slack = load<f64>(queryFacts, 8);
    const scale = f32x4.splat(load<f32>(queryFacts, 16));
    const length = f32x4.splat(load<f32>(queryFacts, 20));
    const missed = f32x4.splat(load<f32>(queryFacts, 24));
    const end = scores + ((<usize>(k - 1)) << 2);
    let least = f32x4.splat(floorOf(load<f32>(end), middle, slack));
    let row = codes + <usize>first * step;
    let fact = facts + <usize>(first >> 2) * 80;
    for (let i = first; i < last; i += 4) {
      let a = i32x4.splat(0);
      let b = i32x4.splat(0);
      let c = i32x4.splat(0);
      let d = i32x4.splat(0);
      const row1 = row + step;
      const row2 = row1 + step;
      const row3 = row2 + step;
      for (let j: usize = 0; j < step; j += 16) {
        const q = v128.load(queryCodes + j);
        a = i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(row + j), q, a);
        b = i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(row1 + j), q, b);
        c = i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(row2 + j), q, c);
        d = i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(row3 + j), q, d);
      }
      const whole = f32x4.convert_i32x4_s(i32x4.sub(sums(a, b, c, d), v128.load(fact, 16)));
      const about = f32x4.add(f32x4.mul(f32x4.mul(whole, v128.load(fact)), scale), v128.load(fact, 64));
      const reach = f32x4.add(f32x4.mul(v128.load(fact, 32), length), f32x4.mul(v128.load(fact, 48), missed));
      // Not "greater": what is not a number must be looked at too.
      let open = i32x4.bitmask(v128.not(f32x4.le(f32x4.add(about, reach), least)));
      while (open) {
        const lane = ctz(open);
        open &= open - 1;
        offer(scores, ids, k, dot(query, rows + <usize>(i + lane) * bytes, bytes), i + lane);
        least = f32x4.splat(floorOf(load<f32>(end), middle, slack));
      }
      row = row3 + step;
      fact += 80;
    }
    query += bytes;
    queryCodes += step;
    queryFacts += 40;
    scores += (<usize>k) << 2;
    ids += (<usize>k) << 2;
  }
}
