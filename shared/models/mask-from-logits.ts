import { maskOfBitmap } from '../geometry/mask-bitmap.ts';
import { encodeRleCounts } from '../geometry/rle-codec.ts';
import type { Rle } from '../geometry/rle.ts';
import type { ModelFrame } from './model-frame.ts';

interface Plane {
  data: Float32Array;
  width: number;
  height: number;
}

/**
 * Bilinear without antialiasing, pixel centres at half (torch's `interpolate(align_corners=False)`); only the top
 * left `keep` of the result is made.
 */
function interpolate(
  source: Plane,
  target: { width: number; height: number },
  keep: { width: number; height: number },
): Plane {
  if (source.width === target.width && source.height === target.height && source.width === keep.width) {
    return { data: source.data, width: keep.width, height: keep.height };
  }
  const left = new Int32Array(keep.width);
  const right = new Int32Array(keep.width);
  const part = new Float32Array(keep.width);
  for (let x = 0; x < keep.width; x++) {
    const at = Math.max(0, ((x + 0.5) * source.width) / target.width - 0.5);
    left[x] = Math.floor(at);
    right[x] = Math.min(source.width - 1, left[x] + 1);
    part[x] = at - left[x];
  }
  const data = new Float32Array(keep.width * keep.height);
  for (let y = 0; y < keep.height; y++) {
    const at = Math.max(0, ((y + 0.5) * source.height) / target.height - 0.5);
    const top = Math.floor(at);
    const down = at - top;
    const upper = top * source.width;
    const lower = Math.min(source.height - 1, top + 1) * source.width;
    for (let x = 0; x < keep.width; x++) {
      const above = source.data[upper + left[x]] * (1 - part[x]) + source.data[upper + right[x]] * part[x];
      const below = source.data[lower + left[x]] * (1 - part[x]) + source.data[lower + right[x]] * part[x];
      data[y * keep.width + x] = above * (1 - down) + below * down;
    }
  }
  return { data, width: keep.width, height: keep.height };
}

/**
 * Low-resolution logits over the model's frame → the mask of the whole image (logit > 0), as SAM's own
 * post-processing: up to the frame, padding cut off, then to the size of the image.
 */
export function maskFromLogits(logits: Plane, frame: ModelFrame): Rle {
  const inFrame = interpolate(logits, frame.frame, frame.resized);
  const full = interpolate(inFrame, frame.image, frame.image);
  const bitmap = new Uint8Array(full.data.length);
  for (let at = 0; at < bitmap.length; at++) bitmap[at] = Number(full.data[at] > 0);
  const { height, width } = frame.image;
  return { size: [height, width], counts: encodeRleCounts(maskOfBitmap(bitmap, height, width)) };
}
