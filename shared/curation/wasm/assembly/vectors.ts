// Vector kernels: exact top-k by dot product, distances, and what k-means, linkage and DBSCAN ask for.
// Vectors are float32, row-major, `stride` floats per row: a multiple of 4, padded with zeros.

import { lanes, offer } from './best-list';

export function heapBase(): usize {
  return (__heap_base + 15) & ~15;
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
      let a0 = f32x4.splat(0);
      let a1 = f32x4.splat(0);
      let a2 = f32x4.splat(0);
      let a3 = f32x4.splat(0);
      for (let j: usize = 0; j < bytes; j += 16) {
        const x = v128.load(r0 + j);
        a0 = f32x4.add(a0, f32x4.mul(v128.load(q0 + j), x));
        a1 = f32x4.add(a1, f32x4.mul(v128.load(q1 + j), x));
        a2 = f32x4.add(a2, f32x4.mul(v128.load(q2 + j), x));
        a3 = f32x4.add(a3, f32x4.mul(v128.load(q3 + j), x));
      }
      const p = to + ((<usize>r) << 2);
      store<f32>(p, lanes(a0));
      store<f32>(p + step, lanes(a1));
      store<f32>(p + 2 * step, lanes(a2));
      store<f32>(p + 3 * step, lanes(a3));
    }
  }
}

/**
 * For each query the two nearest rows by their dots (queries × rows, see dotTile): 24 bytes from `out` with the least and
 * the second least of length − 2 dot (float64; `lengths`: squared, float64) and the row of the least (int32).
 */
export function nearestTwo(dots: usize, queries: i32, rows: i32, lengths: usize, out: usize): void {
  for (let q = 0; q < queries; ++q) {
    let nearest: f64 = Infinity;
    let second: f64 = Infinity;
    let place = 0;
    for (let r = 0; r < rows; ++r) {
      const distance = load<f64>(lengths + ((<usize>r) << 3)) - 2 * <f64>load<f32>(dots + ((<usize>r) << 2));
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
        place = r;
      } else if (distance < second) second = distance;
    }
    store<f64>(out, nearest);
    store<f64>(out, second, 8);
    store<i32>(out, place, 16);
    dots += (<usize>rows) << 2;
    out += 24;
  }
}

// @ts-ignore: decorator
@inline
function nearer(dot: usize, length: f64, own: usize, closest: f64): f64 {
  return min(closest, max<f64>(0, length + load<f64>(own) - 2 * <f64>load<f32>(dot)));
}

/**
 * What the sum of `closest` (squared distances, float64 per point) would be with each of `rows` candidates: added to
 * `sums`. `dots`: points × rows; `lengths` and `owns`: squared lengths of points and candidates, float64.
 */
export function potentials(
  dots: usize, points: i32, rows: i32, lengths: usize, owns: usize, closest: usize, sums: usize,
): void {
  for (let i = 0; i < points; ++i) {
    const length = load<f64>(lengths + ((<usize>i) << 3));
    const before = load<f64>(closest + ((<usize>i) << 3));
    for (let r = 0; r < rows; ++r) {
      const at = (<usize>r) << 3;
      store<f64>(sums + at, load<f64>(sums + at) + nearer(dots + (at >> 1), length, owns + at, before));
    }
    dots += (<usize>rows) << 2;
  }
}

/** Takes the candidate in place `row`: `closest` becomes what it is with it. */
export function takeCandidate(
  dots: usize, points: i32, rows: i32, row: i32, lengths: usize, owns: usize, closest: usize,
): void {
  dots += (<usize>row) << 2;
  owns += (<usize>row) << 3;
  for (let i = 0; i < points; ++i) {
    const at = (<usize>i) << 3;
    store<f64>(closest + at, nearer(dots, load<f64>(lengths + at), owns, load<f64>(closest + at)));
    dots += (<usize>rows) << 2;
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

/**
 * Fills rows `from` to `to` (multiples of 32 but for the last) and their mirror images in a square (rows of `stride`
 * float64, a multiple of 2, at least `count`) from condensed distances; the diagonal and the padding become infinite.
 * `condensed` points to where the distance of 0 and 1 would lie. In tiles, so that both halves are written while they are
 * in the cache.
 */
export function squareOf(condensed: usize, count: i32, stride: i32, square: usize, from: i32, to: i32): void {
  const tile = 32;
  for (let i = from; i < to; ++i) {
    store<f64>(square + ((<usize>(i * stride + i)) << 3), Infinity);
    for (let j = count; j < stride; ++j) store<f64>(square + ((<usize>(i * stride + j)) << 3), Infinity);
  }
  for (let top = from; top < to; top += tile)
    for (let left = top; left < count; left += tile) {
      const bottom = min(to, top + tile);
      const right = min(count, left + tile);
      for (let i = top; i < bottom; ++i) {
        // Where the distance of i and j = 0 would lie.
        const line = condensed + ((<usize>(<i64>count * i - (<i64>(i + 1) * (i + 2)) / 2)) << 3);
        for (let j = max(left, i + 1); j < right; ++j) {
          const distance = load<f64>(line + ((<usize>j) << 3));
          store<f64>(square + ((<usize>(i * stride + j)) << 3), distance);
          store<f64>(square + ((<usize>(j * stride + i)) << 3), distance);
        }
      }
    }
}

/** The least of `row` + `gone` (0 or infinite), and the first place that has it at `place`. `stride` is a multiple of 2. */
// @ts-ignore: decorator
@inline
function leastOf(row: usize, gone: usize, stride: i32, place: usize): f64 {
  let best: f64 = Infinity;
  let block = 0;
  const bytes = (<usize>stride) << 3;
  for (let from: usize = 0; from < bytes; from += 512) {
    const to = min(bytes, from + 512);
    let a = f64x2.splat(Infinity);
    let b = a;
    let at = from;
    for (; at + 32 <= to; at += 32) {
      a = f64x2.pmin(a, f64x2.add(v128.load(row + at), v128.load(gone + at)));
      b = f64x2.pmin(b, f64x2.add(v128.load(row + at, 16), v128.load(gone + at, 16)));
    }
    for (; at < to; at += 16) a = f64x2.pmin(a, f64x2.add(v128.load(row + at), v128.load(gone + at)));
    a = f64x2.pmin(a, b);
    const least = min(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
    if (least < best) {
      best = least;
      block = <i32>from;
    }
  }
  if (best < Infinity) {
    let at = <usize>block;
    while (load<f64>(row + at) + load<f64>(gone + at) != best) at += 8;
    store<i32>(place, <i32>(at >> 3));
  }
  return best;
}

/**
 * The nearest-neighbour chain (Müllner 2011) over a square of distances, which it changes. Equal distances are decided
 * as by scipy: the cluster before in the chain wins, else the lowest index.
 *
 * @param kind 0 complete, 1 average, 2 Ward
 * @param gone `stride` float64, 0; becomes infinite where a cluster was merged away
 * @param sizes `stride` float64, 1
 * @param chain count int32; alive: count int32, 0, 1, 2 …; place: one int32
 * @param merges count − 1 times first, second (int32) and distance (float64): 16 bytes each
 */
export function neighbourChain(
  square: usize, count: i32, stride: i32, kind: i32, gone: usize, sizes: usize, chain: usize, alive: usize, place: usize, merges: usize,
): void {
  const bytes = (<usize>stride) << 3;
  let living = count;
  let length = 0;
  for (let step = 0; step < count - 1; ++step) {
    if (length == 0) {
      length = 1;
      store<i32>(chain, load<i32>(alive));
    }
    let x = 0;
    let y = 0;
    let best: f64 = Infinity;
    for (;;) {
      x = load<i32>(chain + ((<usize>(length - 1)) << 2));
      const row = square + <usize>x * bytes;
      best = Infinity;
      let before = -1;
      if (length > 1) {
        before = load<i32>(chain + ((<usize>(length - 2)) << 2));
        y = before;
        best = load<f64>(row + ((<usize>y) << 3));
      }
      const least = leastOf(row, gone, stride, place);
      if (least < best) {
        best = least;
        y = load<i32>(place);
      }
      if (length > 1 && y == before) break;
      store<i32>(chain + ((<usize>length) << 2), y);
      ++length;
    }
    length -= 2;
    if (x > y) {
      const swap = x;
      x = y;
      y = swap;
    }
    const to = merges + ((<usize>step) << 4);
    store<i32>(to, x);
    store<i32>(to, y, 4);
    store<f64>(to, best, 8);
    const nx = load<f64>(sizes + ((<usize>x) << 3));
    const ny = load<f64>(sizes + ((<usize>y) << 3));
    const rowX = square + <usize>x * bytes;
    const rowY = square + <usize>y * bytes;
    if (kind == 0) {
      for (let at: usize = 0; at < bytes; at += 16)
        v128.store(rowY + at, f64x2.pmax(v128.load(rowX + at), v128.load(rowY + at)));
    } else if (kind == 1) {
      const a = f64x2.splat(nx);
      const b = f64x2.splat(ny);
      const all = f64x2.splat(nx + ny);
      for (let at: usize = 0; at < bytes; at += 16)
        v128.store(
          rowY + at,
          f64x2.div(f64x2.add(f64x2.mul(a, v128.load(rowX + at)), f64x2.mul(b, v128.load(rowY + at))), all),
        );
    } else {
      const a = f64x2.splat(nx);
      const b = f64x2.splat(ny);
      const all = f64x2.splat(nx + ny);
      const own = f64x2.splat(best);
      const one = f64x2.splat(1);
      for (let at: usize = 0; at < bytes; at += 16) {
        const ni = v128.load(sizes + at);
        const t = f64x2.div(one, f64x2.add(all, ni));
        const dx = v128.load(rowX + at);
        const dy = v128.load(rowY + at);
        const p = f64x2.mul(f64x2.mul(f64x2.mul(f64x2.add(ni, a), t), dx), dx);
        const q = f64x2.mul(f64x2.mul(f64x2.mul(f64x2.add(ni, b), t), dy), dy);
        const r = f64x2.mul(f64x2.mul(f64x2.mul(ni, t), own), own);
        v128.store(rowY + at, f64x2.sqrt(f64x2.sub(f64x2.add(p, q), r)));
      }
    }
    store<f64>(rowY + ((<usize>y) << 3), Infinity);
    store<f64>(gone + ((<usize>x) << 3), Infinity);
    store<f64>(sizes + ((<usize>x) << 3), 0);
    store<f64>(sizes + ((<usize>y) << 3), nx + ny);
    let kept = 0;
    let columnY = square + ((<usize>y) << 3);
    for (let at = 0; at < living; ++at) {
      const i = load<i32>(alive + ((<usize>at) << 2));
      if (i == x) continue;
      store<i32>(alive + ((<usize>kept) << 2), i);
      ++kept;
      store<f64>(columnY + <usize>i * bytes, load<f64>(rowY + ((<usize>i) << 3)));
    }
    living = kept;
  }
}

/**
 * Which of eight points are within their squared limits: bit i for point i. Points lie in columns, `step` bytes from
 * one dimension to the next. The squares of both fours are left in `squares` (32 bytes). Ends early once all are beyond.
 */
// @ts-ignore: decorator
@inline
function within8(query: usize, dimensions: i32, columns: usize, step: usize, low: v128, high: v128, squares: usize): i32 {
  let a = f32x4.splat(0);
  let b = a;
  let d = 0;
  let open = 255;
  while (open != 0 && d < dimensions) {
    const stop = min(dimensions, d + 16);
    for (; d < stop; ++d) {
      const q = v128.load32_splat(query + ((<usize>d) << 2));
      const x = f32x4.sub(q, v128.load(columns));
      const y = f32x4.sub(q, v128.load(columns, 16));
      a = f32x4.add(a, f32x4.mul(x, x));
      b = f32x4.add(b, f32x4.mul(y, y));
      columns += step;
    }
    open = i32x4.bitmask(f32x4.le(a, low)) | (i32x4.bitmask(f32x4.le(b, high)) << 4);
  }
  v128.store(squares, a);
  v128.store(squares, b, 16);
  return open;
}

/**
 * The later points within a radius of the point in slot `own` of leaf `leaf`: their ids (int32) from `out`, those
 * between `near` and `far` as ~id, because float32 cannot tell. Returns how many.
 *
 * A leaf holds points in slots starts[leaf] … starts[leaf + 1] (int32, multiples of 8): slot × dimensions × 4 bytes from
 * `points`, dimension after dimension, infinite and with the id −1 where there is none. `centers`: columns of `leaves` (a
 * multiple of 8) middles; `limits`: the square of radius + own radius of each leaf, float32. `ids`: one int32 per slot.
 * `query`: dimensions × 4 bytes, then 32 bytes, of scratch.
 */
export function nearOf(
  own: i32, leaf: i32, points: usize, starts: usize, dimensions: i32, centers: usize, limits: usize, leaves: i32,
  ids: usize, near: f32, far: f32, query: usize, out: usize,
): i32 {
  const start = load<i32>(starts + ((<usize>leaf) << 2));
  const size = <usize>(load<i32>(starts + ((<usize>leaf) << 2), 4) - start);
  let at = points + (<usize>start * <usize>dimensions << 2) + ((<usize>(own - start)) << 2);
  for (let d = 0; d < dimensions; ++d) {
    store<f32>(query + ((<usize>d) << 2), load<f32>(at));
    at += size << 2;
  }
  const squares = query + ((<usize>dimensions) << 2);
  const beyond = f32x4.splat(far);
  let to = out;
  for (let block = leaf & ~7; block < leaves; block += 8) {
    const limit = limits + ((<usize>block) << 2);
    let open = within8(
      query, dimensions, centers + ((<usize>block) << 2), (<usize>leaves) << 2, v128.load(limit), v128.load(limit, 16), squares,
    );
    if (block < leaf) open &= -1 << (leaf - block);
    while (open) {
      const other = block + ctz(open);
      open &= open - 1;
      const first = load<i32>(starts + ((<usize>other) << 2));
      const last = load<i32>(starts + ((<usize>other) << 2), 4);
      const step = (<usize>(last - first)) << 2;
      const columns = points + (<usize>first * <usize>dimensions << 2);
      for (let slot = other == leaf ? own & ~7 : first; slot < last; slot += 8) {
        let found = within8(query, dimensions, columns + ((<usize>(slot - first)) << 2), step, beyond, beyond, squares);
        if (slot <= own) found &= -2 << (own - slot);
        while (found) {
          const lane = ctz(found);
          found &= found - 1;
          const id = load<i32>(ids + ((<usize>(slot + lane)) << 2));
          if (id < 0) break;
          store<i32>(to, load<f32>(squares + ((<usize>lane) << 2)) <= near ? id : ~id);
          to += 4;
        }
      }
    }
  }
  return <i32>((to - out) >> 2);
}
