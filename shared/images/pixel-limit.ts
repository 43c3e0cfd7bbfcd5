import { ImageFault } from './image-fault.ts';

/** 16,383 × 16,383, "268 megapixels": decoded, such an image takes 805 MB. */
export const MAX_PIXELS = 0x3fff * 0x3fff;

/** @throws ImageFault `too-many-pixels`, before anything is decoded. */
export function checkPixelLimit(width: number, height: number): void {
  if (width * height <= MAX_PIXELS) return;
  const megapixels = Math.round((width * height) / 1e6).toLocaleString('en-US');
  throw new ImageFault(
    'too-many-pixels',
    `The image declares ${width.toLocaleString('en-US')} × ${height.toLocaleString('en-US')} pixels (${megapixels} megapixels); at most 268 megapixels are read. Cut it into tiles.`,
  );
}
