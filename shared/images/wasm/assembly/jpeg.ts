// Reads a baseline JPEG at a half, a quarter or an eighth: Huffman decoding of everything, but of each block only the
// means of 2 × 2, 4 × 4 or 8 × 8 pixels, which a small matrix makes from its coefficients. All pointers are byte offsets;
// the caller lays out memory.

export function heapBase(): usize {
  return (__heap_base + 63) & ~63;
}

// Natural (row by row) place of each coefficient of the zigzag.
const ZIGZAG = memory.data<u8>([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42,
  49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]);
const BLOCK: usize = memory.data(256, 16);

const LOOKUP_BITS = 10;

let position: usize = 0;
let end: usize = 0;
// The next bits, left-aligned; how many there are; how many of them are zeros behind the last byte of a segment.
let bits: u64 = 0;
let held: i32 = 0;
let beyond: i32 = 0;
let failed: bool = false;

function refillSlowly(): void {
  while (held <= 56) {
    let byte: u64 = 0;
    if (position < end && load<u8>(position) != 0xff) {
      byte = load<u8>(position);
      ++position;
    } else if (position + 1 < end && load<u8>(position, 1) == 0) {
      byte = 0xff;
      position += 2;
    } else beyond += 8; // a marker, or the end
    bits |= byte << (56 - held);
    held += 8;
  }
}

/**
 * A Huffman table: 1024 u16 (length << 8 | symbol of each prefix of 10 bits, 0 when it is longer), then from byte 2048
 * 17 i32 (for each length the first code beyond, left-aligned to 16 bits), from 2116 17 i32 (what to add to a code for
 * the place of its symbol), from 2184 256 symbols.
 */
// The length and symbol (length << 8 | symbol) of the code that `next`, left-aligned, starts with: one of more than 10 bits.
function longEntryOf(table: usize, next: u64): i32 {
  const code = <i32>(next >>> 48);
  for (let length = LOOKUP_BITS + 1; length <= 16; ++length) {
    if (code >= load<i32>(table + 2048 + ((<usize>length) << 2))) continue;
    const place = (code >> (16 - length)) + load<i32>(table + 2116 + ((<usize>length) << 2));
    return (length << 8) | <i32>load<u8>(table + 2184 + <usize>(place & 255));
  }
  failed = true;
  return 16 << 8;
}

// The number in the first `size` bits (0–15) of `next`.
// @ts-ignore: decorator
@inline
function valueOf(next: u64, size: i32): i32 {
  // The first bit is 0 for negative numbers, which are stored less 2^size − 1.
  const value = <i32>((next >>> 1) >>> (63 - size));
  return value + (((<i32>(next >>> 63)) - 1) & (1 - (1 << size)));
}

// Decodes one block into BLOCK, dequantised; returns whether it has more than its mean. The reader's state is held in
// locals meanwhile: globals live in memory, and this loop is where the time goes.
function readBlock(dc: usize, ac: usize, quant: usize, previous: usize): bool {
  let next = bits;
  let count = held;
  let at = position;
  const safe = end - 4;
  let table = dc;
  let k = 0;
  let mean: i32 = 0;
  let isFlat = true;
  do {
    if (count < 32) {
      const four = load<u32>(at);
      if (at <= safe && ((~four - 0x01010101) & four & 0x80808080) == 0) {
        next |= (<u64>bswap<u32>(four)) << (32 - count);
        count += 32;
        at += 4;
      } else {
        bits = next;
        held = count;
        position = at;
        refillSlowly();
        next = bits;
        count = held;
        at = position;
      }
    }
    let entry = <i32>load<u16>(table + (<usize>(next >>> (64 - LOOKUP_BITS)) << 1));
    if (entry == 0) entry = longEntryOf(table, next);
    next <<= entry >> 8;
    count -= entry >> 8;
    const size = entry & 15;
    const value = valueOf(next, size);
    next <<= size;
    count -= size;
    if (k == 0) {
      if ((entry & 0xff) > 11) failed = true;
      mean = load<i32>(previous) + value;
      table = ac;
    } else if (size == 0) {
      if ((entry & 0xff) != 0xf0) break;
      k += 15;
    } else {
      k += (entry >> 4) & 15;
      if (k > 63) {
        failed = true;
        break;
      }
      const weighed = <f32>value * load<f32>(quant + ((<usize>k) << 2));
      store<f32>(BLOCK + (<usize>load<u8>(ZIGZAG + <usize>k) << 2), weighed);
      isFlat = false;
    }
    ++k;
  } while (k < 64);
  bits = next;
  held = count;
  position = at;
  store<i32>(previous, mean);
  store<f32>(BLOCK, <f32>mean * load<f32>(quant));
  return !isFlat;
}

// @ts-ignore: decorator
@inline
function across(low: v128, high: v128, matrix: usize): v128 {
  let sum = f32x4.mul(f32x4.splat(f32x4.extract_lane(low, 0)), v128.load(matrix));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(f32x4.extract_lane(low, 1)), v128.load(matrix, 32)));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(f32x4.extract_lane(low, 2)), v128.load(matrix, 64)));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(f32x4.extract_lane(low, 3)), v128.load(matrix, 96)));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(f32x4.extract_lane(high, 0)), v128.load(matrix, 128)));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(f32x4.extract_lane(high, 1)), v128.load(matrix, 160)));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(f32x4.extract_lane(high, 2)), v128.load(matrix, 192)));
  return f32x4.add(sum, f32x4.mul(f32x4.splat(f32x4.extract_lane(high, 3)), v128.load(matrix, 224)));
}

// rows × columns means of BLOCK, which becomes zero. Matrices: 8 frequencies × 8 (the first rows or columns count).
function reduce(rows: i32, down: usize, columns: i32, right: usize, target: usize, stride: usize): void {
  for (let i = 0; i < rows; ++i) {
    let low = f32x4.splat(0);
    let high = low;
    for (let u: usize = 0; u < 8; ++u) {
      const weight = v128.load32_splat(down + (u << 5) + ((<usize>i) << 2));
      low = f32x4.add(low, f32x4.mul(weight, v128.load(BLOCK + (u << 5))));
      high = f32x4.add(high, f32x4.mul(weight, v128.load(BLOCK + (u << 5), 16)));
    }
    const means = across(low, high, right);
    if (columns == 1) v128.store32_lane(target, means, 0);
    else if (columns == 2) v128.store64_lane(target, means, 0);
    else v128.store(target, means);
    if (columns == 8) v128.store(target, across(low, high, right + 16), 16);
    target += stride;
  }
  memory.fill(BLOCK, 0, 256);
}

// What a block with nothing but its mean looks like.
function fill(rows: i32, columns: i32, target: usize, stride: usize): void {
  const mean = load<f32>(BLOCK) / 8;
  for (let i = 0; i < rows; ++i) {
    for (let j = 0; j < columns; ++j) store<f32>(target + ((<usize>j) << 2), mean);
    target += stride;
  }
  store<f32>(BLOCK, 0);
}

// @ts-ignore: decorator
@inline
function byteLane(v: v128): v128 {
  return i32x4.max_s(i32x4.splat(0), i32x4.min_s(i32x4.splat(255), i32x4.trunc_sat_f32x4_s(f32x4.nearest(v))));
}

// One row of planes to RGB bytes (JFIF); writes up to 15 bytes beyond.
function colour(y: usize, cb: usize, cr: usize, width: i32, target: usize): void {
  for (let x = 0; x < width; x += 4) {
    const at = (<usize>x) << 2;
    const luma = f32x4.add(v128.load(y + at), f32x4.splat(128));
    const b = v128.load(cb + at);
    const r = v128.load(cr + at);
    const red = byteLane(f32x4.add(luma, f32x4.mul(r, f32x4.splat(1.402))));
    const green = byteLane(
      f32x4.sub(luma, f32x4.add(f32x4.mul(b, f32x4.splat(0.344136286)), f32x4.mul(r, f32x4.splat(0.714136286)))),
    );
    const blue = byteLane(f32x4.add(luma, f32x4.mul(b, f32x4.splat(1.772))));
    const all = v128.or(v128.or(red, i32x4.shl(green, 8)), i32x4.shl(blue, 16));
    v128.store(target, i8x16.shuffle(all, all, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0));
    target += 12;
  }
}

/**
 * Decodes one scan of 1 or 3 interleaved components.
 *
 * @param bytes from the first entropy-coded byte to `last`
 * @param parts 48 bytes for each component: horizontal and vertical sampling (i32), rows and columns of means per block
 * (i32), pointers to the vertical and horizontal matrix, the DC and AC table and the quantisation (64 f32, zigzag), its
 * plane (f32, `across` × side × largest sampling numbers in a row), previous mean (i32)
 * @param interval MCUs between restart markers, 0: none
 * @param width of the result, which goes to `rgb` (24 more bytes must be writable)
 * @returns where the scan ends (a marker), or 0 when it is damaged or cut
 */
export function readScan(
  bytes: usize, last: usize, parts: usize, count: i32, across: i32, down: i32, interval: i32,
  rowsPerMcu: i32, planeStride: usize, width: i32, height: i32, rgb: usize,
): usize {
  position = bytes;
  end = last;
  bits = 0;
  held = 0;
  beyond = 0;
  failed = false;
  memory.fill(BLOCK, 0, 256);
  let left = interval;
  let restart = 0;
  let y = 0;
  for (let mcuRow = 0; mcuRow < down; ++mcuRow) {
    for (let mcu = 0; mcu < across; ++mcu) {
      if (interval > 0 && left == 0) {
        if (!endSegment(0xd0 + restart)) return 0;
        restart = (restart + 1) & 7;
        left = interval;
        for (let c = 0; c < count; ++c) store<i32>(parts + <usize>(c * 48), 0, 40);
      }
      --left;
      for (let c = 0; c < count; ++c) {
        const part = parts + <usize>(c * 48);
        const h = load<i32>(part);
        const v = load<i32>(part, 4);
        const rows = load<i32>(part, 8);
        const columns = load<i32>(part, 12);
        for (let i = 0; i < v; ++i)
          for (let j = 0; j < h; ++j) {
            const target =
              load<u32>(part, 36) + <usize>(i * rows) * planeStride + ((<usize>((mcu * h + j) * columns)) << 2);
            if (readBlock(load<u32>(part, 24), load<u32>(part, 28), load<u32>(part, 32), part + 40))
              reduce(rows, load<u32>(part, 16), columns, load<u32>(part, 20), target, planeStride);
            else fill(rows, columns, target, planeStride);
          }
      }
    }
    if (failed || held < beyond) return 0;
    const stop = min(height, y + rowsPerMcu);
    for (let row: usize = 0; y < stop; ++y, ++row) {
      const at = row * planeStride;
      const luma = load<u32>(parts, 36);
      if (count == 3) colour(luma + at, load<u32>(parts, 84) + at, load<u32>(parts, 132) + at, width, rgb);
      else grey(luma + at, width, rgb);
      rgb += <usize>(width * 3);
    }
  }
  return endSegment(0) ? position : 0;
}

function grey(y: usize, width: i32, target: usize): void {
  for (let x = 0; x < width; x += 4) {
    const value = byteLane(f32x4.add(v128.load(y + ((<usize>x) << 2)), f32x4.splat(128)));
    v128.store(target, i8x16.shuffle(value, value, 0, 0, 0, 4, 4, 4, 8, 8, 8, 12, 12, 12, 0, 0, 0, 0));
    target += 12;
  }
}

// Whether the segment was read to its end, up to fewer than 8 bits of padding, and is followed by a marker, which is
// passed when it is `marker`; 0: any, and it is not passed.
function endSegment(marker: i32): bool {
  const whole = held - beyond;
  if (failed || whole < 0) return false;
  // Bytes that were taken in and not used: go back over them.
  if (whole >= 8) return false;
  bits = 0;
  held = 0;
  beyond = 0;
  if (position + 2 > end || load<u8>(position) != 0xff) return false;
  if (marker == 0) return true;
  if (<i32>load<u8>(position, 1) != marker) return false;
  position += 2;
  return true;
}
