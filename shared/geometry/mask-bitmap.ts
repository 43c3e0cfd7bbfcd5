import type { RleCounts } from './rle-operations.ts';

/** One byte per pixel, row by row: 1 inside, 0 outside. */
export function bitmapOfMask(counts: RleCounts, height: number, width: number): Uint8Array {
  const bitmap = new Uint8Array(height * width);
  let position = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = Math.min(position + counts[i], height * width);
    if ((i & 1) === 1) {
      let x = Math.floor(position / height);
      let y = position - x * height;
      for (let p = position; p < end; p++) {
        bitmap[y * width + x] = 1;
        if (++y === height) {
          y = 0;
          x++;
        }
      }
    }
    position = end;
  }
  return bitmap;
}

/**
 * Column-major runs of a bitmap, row by row, in which everything but 0 is inside.
 *
 * Walking down columns of a row-major bitmap misses the cache at every step. So rows are compared with the row above,
 * four pixels at a time, and only where they differ is a change noted for its column; the changes of a column come
 * out sorted, because rows are taken in order.
 */
export function maskOfBitmap(bitmap: Uint8Array, height: number, width: number): Uint32Array {
  if (height === 0 || width === 0) return Uint32Array.of(0);
  const changes = findChanges(bitmap, height, width);
  const out = new Uint32Array(changes.total + width + 2);
  let n = 0;
  let position = 0;
  let isOn = false;
  const turn = (at: number): void => {
    out[n++] = at - position;
    position = at;
    isOn = !isOn;
  };
  for (let x = 0; x < width; x++) {
    if ((bitmap[x] !== 0) !== isOn) turn(x * height);
    for (let i = changes.starts[x]; i < changes.starts[x + 1]; i++) turn(x * height + changes.rows[i]);
  }
  out[n++] = height * width - position;
  return out.slice(0, n);
}

/** Per column x, `rows[starts[x] … starts[x + 1]]` are the rows that differ from the row above, in order. */
function findChanges(
  bitmap: Uint8Array,
  height: number,
  width: number,
): { starts: Uint32Array; rows: Uint32Array; total: number } {
  const stride = (width + 3) & ~3;
  const padded = alignRows(bitmap, height, width, stride);
  const words = new Uint32Array(padded.buffer, padded.byteOffset, (stride * height) >> 2);
  const wordStride = stride >> 2;
  let found = new Uint32Array(4096);
  let total = 0;
  const starts = new Uint32Array(width + 1);
  for (let y = 1; y < height; y++) {
    const row = y * wordStride;
    for (let w = row; w < row + wordStride; w++) {
      if (words[w] === words[w - wordStride]) continue;
      if (total + 8 > found.length) {
        const grown = new Uint32Array(2 * found.length);
        grown.set(found);
        found = grown;
      }
      for (let p = 4 * w; p < 4 * w + 4; p++) {
        if ((padded[p] !== 0) === (padded[p - stride] !== 0)) continue;
        const x = p - y * stride;
        found[total++] = x;
        found[total++] = y;
        starts[x + 1]++;
      }
    }
  }
  for (let x = 0; x < width; x++) starts[x + 1] += starts[x];
  const rows = new Uint32Array(total >> 1);
  const next = starts.slice();
  for (let i = 0; i < total; i += 2) rows[next[found[i]]++] = found[i + 1];
  return { starts, rows, total: total >> 1 };
}

/** The bitmap itself where its rows start on whole words already, else a copy that does. */
function alignRows(bitmap: Uint8Array, height: number, width: number, stride: number): Uint8Array {
  if (stride === width && (bitmap.byteOffset & 3) === 0 && bitmap.length >= stride * height) return bitmap;
  const padded = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) padded.set(bitmap.subarray(y * width, (y + 1) * width), y * stride);
  return padded;
}
