// Vector kernels: exact top-k by dot product, squared distances, and Hamming pairs.
// Vectors are float32, row-major, `stride` floats per row: a multiple of 4, padded with zeros.

export function heapBase(): usize {
  return (__heap_base + 15) & ~15;
}

// @ts-ignore: decorator
@inline
function lanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

// Keeps `scores` descending; equal scores keep the lower index first because indices arrive ascending.
// @ts-ignore: decorator
@inline
function offer(scores: usize, ids: usize, k: i32, score: f32, id: i32): void {
  let at = k - 1;
  if (score <= load<f32>(scores + ((<usize>at) << 2))) return;
  while (at > 0 && load<f32>(scores + ((<usize>(at - 1)) << 2)) < score) {
    store<f32>(scores + ((<usize>at) << 2), load<f32>(scores + ((<usize>(at - 1)) << 2)));
    store<i32>(ids + ((<usize>at) << 2), load<i32>(ids + ((<usize>(at - 1)) << 2)));
    --at;
  }
  store<f32>(scores + ((<usize>at) << 2), score);
  store<i32>(ids + ((<usize>at) << 2), id);
}

/**
 * One query against `count` rows; `firstId` is the index of the first row. `scores` (k float32, start at -Infinity)
 * and `ids` (k int32) hold the best so far.
 */
export function topK(
  vectors: usize, count: i32, stride: i32, query: usize, k: i32, firstId: i32, scores: usize, ids: usize,
): void {
  const bytes = (<usize>stride) << 2;
  let row = vectors;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    const row1 = row + bytes;
    const row2 = row1 + bytes;
    const row3 = row2 + bytes;
    for (let j: usize = 0; j < bytes; j += 16) {
      const q = v128.load(query + j);
      a = f32x4.add(a, f32x4.mul(q, v128.load(row + j)));
      b = f32x4.add(b, f32x4.mul(q, v128.load(row1 + j)));
      c = f32x4.add(c, f32x4.mul(q, v128.load(row2 + j)));
      d = f32x4.add(d, f32x4.mul(q, v128.load(row3 + j)));
    }
    offer(scores, ids, k, lanes(a), firstId + i);
    offer(scores, ids, k, lanes(b), firstId + i + 1);
    offer(scores, ids, k, lanes(c), firstId + i + 2);
    offer(scores, ids, k, lanes(d), firstId + i + 3);
    row = row3 + bytes;
  }
  for (; i < count; ++i) {
    let a = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16)
      a = f32x4.add(a, f32x4.mul(v128.load(query + j), v128.load(row + j)));
    offer(scores, ids, k, lanes(a), firstId + i);
    row += bytes;
  }
}

/**
 * out[q * rows + r] = dot(query q, row r), summed in the same order as topK. `queries` must be a multiple of 4
 * (pad with any row).
 */
export function dotTile(queries: usize, queryCount: i32, vectors: usize, rows: i32, stride: i32, out: usize): void {
  const bytes = (<usize>stride) << 2;
  for (let q = 0; q < queryCount; q += 4) {
    const q0 = queries + <usize>q * bytes;
    const q1 = q0 + bytes;
    const q2 = q1 + bytes;
    const q3 = q2 + bytes;
    const to = out + ((<usize>(q * rows)) << 2);
    const step = (<usize>rows) << 2;
    let r = 0;
    for (; r + 2 <= rows; r += 2) {
      const r0 = vectors + <usize>r * bytes;
      const r1 = r0 + bytes;
      let a0 = f32x4.splat(0);
      let a1 = f32x4.splat(0);
      let a2 = f32x4.splat(0);
      let a3 = f32x4.splat(0);
      let b0 = f32x4.splat(0);
      let b1 = f32x4.splat(0);
      let b2 = f32x4.splat(0);
      let b3 = f32x4.splat(0);
      for (let j: usize = 0; j < bytes; j += 16) {
        const x = v128.load(r0 + j);
        const y = v128.load(r1 + j);
        let v = v128.load(q0 + j);
        a0 = f32x4.add(a0, f32x4.mul(v, x));
        b0 = f32x4.add(b0, f32x4.mul(v, y));
        v = v128.load(q1 + j);
        a1 = f32x4.add(a1, f32x4.mul(v, x));
        b1 = f32x4.add(b1, f32x4.mul(v, y));
        v = v128.load(q2 + j);
        a2 = f32x4.add(a2, f32x4.mul(v, x));
        b2 = f32x4.add(b2, f32x4.mul(v, y));
        v = v128.load(q3 + j);
        a3 = f32x4.add(a3, f32x4.mul(v, x));
        b3 = f32x4.add(b3, f32x4.mul(v, y));
      }
      const p = to + ((<usize>r) << 2);
      store<f32>(p, lanes(a0));
      store<f32>(p, lanes(b0), 4);
      store<f32>(p + step, lanes(a1));
      store<f32>(p + step, lanes(b1), 4);
      store<f32>(p + 2 * step, lanes(a2));
      store<f32>(p + 2 * step, lanes(b2), 4);
      store<f32>(p + 3 * step, lanes(a3));
      store<f32>(p + 3 * step, lanes(b3), 4);
    }
    for (; r < rows; ++r) {
      const r0 = vectors + <usize>r * bytes;
      for (let i: usize = 0; i < 4; ++i) {
        let a = f32x4.splat(0);
        for (let j: usize = 0; j < bytes; j += 16)
          a = f32x4.add(a, f32x4.mul(v128.load(q0 + i * bytes + j), v128.load(r0 + j)));
        store<f32>(to + i * step + ((<usize>r) << 2), lanes(a));
      }
    }
  }
}

/** Top-k of a tile of queries: dotTile, then each row of `tile` is offered to its query's list (k apart). */
export function topKTile(
  queries: usize, queryCount: i32, realQueries: i32, vectors: usize, rows: i32, stride: i32,
  tile: usize, k: i32, firstId: i32, scores: usize, ids: usize,
): void {
  dotTile(queries, queryCount, vectors, rows, stride, tile);
  for (let q = 0; q < realQueries; ++q) {
    const s = scores + ((<usize>(q * k)) << 2);
    const o = ids + ((<usize>(q * k)) << 2);
    const t = tile + ((<usize>(q * rows)) << 2);
    let worst = load<f32>(s + ((<usize>(k - 1)) << 2));
    for (let r = 0; r < rows; ++r) {
      const score = load<f32>(t + ((<usize>r) << 2));
      if (score > worst) {
        offer(s, o, k, score, firstId + r);
        worst = load<f32>(s + ((<usize>(k - 1)) << 2));
      }
    }
  }
}

/**
 * Pairs (i, j), i < j, whose 64-bit hashes differ in at most `limit` bits: triples (i, j, distance) of int32 from
 * `out`. Goes row by row from `from` while `out` (room for `capacity` triples) can take a whole row; returns the next
 * i and stores the number of triples at `written`.
 */
export function hammingPairs(hashes: usize, from: i32, count: i32, limit: i32, out: usize, capacity: i32, written: usize): i32 {
  let total = 0;
  let i = from;
  for (; i < count; ++i) {
    const mine = load<u64>(hashes + ((<usize>i) << 3));
    if (capacity - total < count - i) break;
    let at = hashes + ((<usize>(i + 1)) << 3);
    const end = hashes + ((<usize>count) << 3);
    for (; at + 32 <= end; at += 32) {
      const a = <i32>popcnt<u64>(mine ^ load<u64>(at));
      const b = <i32>popcnt<u64>(mine ^ load<u64>(at, 8));
      const c = <i32>popcnt<u64>(mine ^ load<u64>(at, 16));
      const d = <i32>popcnt<u64>(mine ^ load<u64>(at, 24));
      if (min(min(a, b), min(c, d)) <= limit) {
        const j = <i32>((at - hashes) >> 3);
        if (a <= limit) total = put(out, total, i, j, a);
        if (b <= limit) total = put(out, total, i, j + 1, b);
        if (c <= limit) total = put(out, total, i, j + 2, c);
        if (d <= limit) total = put(out, total, i, j + 3, d);
      }
    }
    for (; at < end; at += 8) {
      const a = <i32>popcnt<u64>(mine ^ load<u64>(at));
      if (a <= limit) total = put(out, total, i, <i32>((at - hashes) >> 3), a);
    }
  }
  store<i32>(written, total);
  return i;
}

// @ts-ignore: decorator
@inline
function put(out: usize, at: i32, i: i32, j: i32, distance: i32): i32 {
  const p = out + <usize>(at * 12);
  store<i32>(p, i);
  store<i32>(p, j, 4);
  store<i32>(p, distance, 8);
  return at + 1;
}

/**
 * Euclidean distances in float64 from point i to every later one. `columns`: dimension after dimension, `count` float64
 * each. Each distance is summed in the order of the dimensions, as a plain loop would.
 */
export function distancesFrom(columns: usize, count: i32, dimensions: i32, i: i32, out: usize): void {
  const step = (<usize>count) << 3;
  const own = columns + ((<usize>i) << 3);
  let j = i + 1;
  for (; j + 8 <= count; j += 8) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let e = f64x2.splat(0);
    let mine = own;
    let other = columns + ((<usize>j) << 3);
    for (let d = 0; d < dimensions; ++d) {
      const x = f64x2.splat(load<f64>(mine));
      let v = f64x2.sub(x, v128.load(other));
      a = f64x2.add(a, f64x2.mul(v, v));
      v = f64x2.sub(x, v128.load(other, 16));
      b = f64x2.add(b, f64x2.mul(v, v));
      v = f64x2.sub(x, v128.load(other, 32));
      c = f64x2.add(c, f64x2.mul(v, v));
      v = f64x2.sub(x, v128.load(other, 48));
      e = f64x2.add(e, f64x2.mul(v, v));
      mine += step;
      other += step;
    }
    v128.store(out, f64x2.sqrt(a));
    v128.store(out, f64x2.sqrt(b), 16);
    v128.store(out, f64x2.sqrt(c), 32);
    v128.store(out, f64x2.sqrt(e), 48);
    out += 64;
  }
  for (; j < count; ++j) {
    let sum: f64 = 0;
    let at: usize = (<usize>j) << 3;
    for (let d = 0; d < dimensions; ++d) {
      const v = load<f64>(own + <usize>d * step) - load<f64>(columns + at + <usize>d * step);
      sum += v * v;
    }
    store<f64>(out, sqrt<f64>(sum));
    out += 8;
  }
}
