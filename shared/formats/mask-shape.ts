import { decodeRleCounts, encodeRleCounts } from '../geometry/rle-codec.ts';
import type { Shape } from '../labels/shape.ts';

export type MaskShape = Extract<Shape, { type: 'mask' }>;

/** A mask shape from run counts, column by column, zeros first. Undefined when they do not fill the image. */
export function maskFromCounts(
  counts: ArrayLike<number>,
  height: number,
  width: number,
): MaskShape | undefined {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i] >= 0) || !Number.isInteger(counts[i])) return undefined;
    sum += counts[i];
  }
  if (sum !== height * width || sum === 0) return undefined;
  return { type: 'mask', size: [height, width], counts: encodeRleCounts(counts) };
}

/** A mask shape from an already compressed string. Undefined when it is no run-length string of that image. */
export function maskFromString(text: string, height: number, width: number): MaskShape | undefined {
  const counts = decodeRleCounts(text);
  if (counts === undefined) return undefined;
  return maskFromCounts(counts, height, width);
}

/** Places a crop of `cropWidth` columns, row by row, non-zero = set, at `left`, `top` of an image. */
export function maskFromCrop(
  crop: ArrayLike<number>,
  cropWidth: number,
  left: number,
  top: number,
  height: number,
  width: number,
): MaskShape {
  const cropHeight = Math.floor(crop.length / cropWidth);
  const counts: number[] = [];
  let run = 0;
  let isSet = false;
  const x0 = Math.max(0, left);
  const x1 = Math.min(width, left + cropWidth);
  const y0 = Math.max(0, top);
  const y1 = Math.min(height, top + cropHeight);
  run = Math.min(x0, width) * height;
  for (let x = x0; x < x1; x++) {
    if (isSet) {
      if (y0 > 0) {
        counts.push(run);
        run = 0;
        isSet = false;
      }
    }
    run += y0;
    for (let y = y0; y < y1; y++) {
      const value = crop[(y - top) * cropWidth + (x - left)] !== 0;
      if (value !== isSet) {
        counts.push(run);
        run = 0;
        isSet = value;
      }
      run++;
    }
    const rest = height - Math.max(y0, y1);
    if (rest > 0) {
      if (isSet) {
        counts.push(run);
        run = 0;
        isSet = false;
      }
      run += rest;
    }
  }
  const tail = (width - Math.max(x0, x1)) * height;
  if (tail > 0) {
    if (isSet) {
      counts.push(run);
      run = 0;
    }
    run += tail;
  }
  counts.push(run);
  return { type: 'mask', size: [height, width], counts: encodeRleCounts(counts) };
}

/** The counts of a mask shape; an unreadable string gives an empty mask. */
export function countsOf(mask: MaskShape): ArrayLike<number> {
  return decodeRleCounts(mask.counts) ?? [mask.size[0] * mask.size[1]];
}

/** Row-major 0/1 bytes of the whole image. */
export function maskPixels(mask: MaskShape): Uint8Array {
  const [height, width] = mask.size;
  const pixels = new Uint8Array(height * width);
  const counts = countsOf(mask);
  let at = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = Math.min(at + counts[i], pixels.length);
    if ((i & 1) === 1)
      for (let p = at; p < end; p++) pixels[(p % height) * width + Math.floor(p / height)] = 1;
    at = end;
  }
  return pixels;
}
