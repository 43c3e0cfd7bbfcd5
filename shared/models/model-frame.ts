import type { SegmenterProfile } from './segmenter-profile.ts';

/** How an image lies in the square that a model sees. */
export interface ModelFrame {
  /** The upright image, in pixels. */
  image: { width: number; height: number };
  /** The image after resizing, in the model's pixels, top left. */
  resized: { width: number; height: number };
  /** What the model is given: `resized` plus padding. Its logits cover this. */
  frame: { width: number; height: number };
}

/** Sizes are rounded as SAM does: `trunc(size * scale + 0.5)`. */
export function modelFrame(
  image: { width: number; height: number },
  side: number,
  fit: SegmenterProfile['image']['fit'],
): ModelFrame {
  if (fit === 'squash') {
    const square = { width: side, height: side };
    return { image, resized: square, frame: square };
  }
  const scale = side / Math.max(image.width, image.height);
  const resized = {
    width: Math.max(1, Math.trunc(image.width * scale + 0.5)),
    height: Math.max(1, Math.trunc(image.height * scale + 0.5)),
  };
  return { image, resized, frame: fit === 'pad' ? { width: side, height: side } : resized };
}
