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

/** Column-major runs of a bitmap, row by row, in which everything but 0 is inside. */
export function maskOfBitmap(bitmap: ArrayLike<number>, height: number, width: number): Uint32Array {
  let out = new Uint32Array(1024);
  let n = 0;
  let run = 0;
  let isOn = false;
  for (let x = 0; x < width; x++) {
    for (let y = 0, p = x; y < height; y++, p += width) {
      if ((bitmap[p] !== 0) !== isOn) {
        if (n + 2 > out.length) {
          const grown = new Uint32Array(out.length * 2);
          grown.set(out);
          out = grown;
        }
        out[n++] = run;
        run = 0;
        isOn = !isOn;
      }
      run++;
    }
  }
  if (n + 1 > out.length) out = Uint32Array.from([...out, 0]);
  out[n++] = run;
  return out.slice(0, n);
}
