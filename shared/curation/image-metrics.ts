import * as z from 'zod';
import { forEachBand } from './for-each-band.ts';
import { pixelKernel } from './wasm/pixel-kernel.ts';

/** Numbers of one image, all from its decoded RGB pixels. Definitions: docs/curation.md. */
export const ImageMetrics = z.object({
  width: z.int().min(1),
  height: z.int().min(1),
  /** Pixels. */
  area: z.int().min(1),
  /** width / height */
  aspectRatio: z.number().positive(),
  /** Mean of all RGB values / 255: 0 black, 1 white. */
  brightness: z.number().min(0).max(1),
  /** Standard deviation of all RGB values / 255. */
  contrast: z.number().min(0).max(1),
  /** Variance of the 3×3 Laplacian (reflect-101 border) over all channels; low is blurry. */
  sharpness: z.number().min(0),
  /** Shares of clearly red, green and blue pixels, 0–1. */
  red: z.number().min(0).max(1),
  green: z.number().min(0).max(1),
  blue: z.number().min(0).max(1),
  /** Shannon entropy of the grey histogram in bits: 0 one grey, 8 all greys alike. */
  entropy: z.number().min(0).max(8),
});
export type ImageMetrics = z.infer<typeof ImageMetrics>;

/**
 * All metrics of one image in one exact pass (integer sums, divided once at the end).
 *
 * @param rgb width × height × 3 bytes, row-major, oriented (EXIF applied), no alpha
 * @throws InvalidInput when the buffer does not have that many bytes
 */
export function computeImageMetrics(rgb: Uint8Array, width: number, height: number): ImageMetrics {
  forEachBand(rgb, width, height);
  return readImageMetrics(width, height);
}

/** Reads the sums that `forEachBand` left in the kernel. */
export function readImageMetrics(width: number, height: number): ImageMetrics {
  const kernel = pixelKernel();
  const sums = new BigInt64Array(kernel.memory.buffer, kernel.statePointer(), 8);
  const pixels = width * height;
  const values = BigInt(pixels) * 3n;
  return {
    width,
    height,
    area: pixels,
    aspectRatio: width / height,
    brightness: Number(sums[0]) / Number(values) / 255,
    contrast: Math.sqrt(varianceOf(sums[0], sums[1], values)) / 255,
    sharpness: varianceOf(sums[2], sums[3], values),
    red: Number(sums[4]) / pixels,
    green: Number(sums[5]) / pixels,
    blue: Number(sums[6]) / pixels,
    entropy: entropyOf(new Uint32Array(kernel.memory.buffer, kernel.histogramPointer(), 1024), pixels),
  };
}

/** (n Σx² − (Σx)²) / n², the numerator in whole numbers: no cancellation. */
function varianceOf(sum: bigint, squares: bigint, n: bigint): number {
  return Number(n * squares - sum * sum) / Number(n) / Number(n);
}

/** `histograms`: four partial histograms of 256. */
function entropyOf(histograms: Uint32Array, total: number): number {
  let bits = 0;
  for (let grey = 0; grey < 256; grey++) {
    const count = histograms[grey] + histograms[grey + 256] + histograms[grey + 512] + histograms[grey + 768];
    if (count > 0) bits -= (count / total) * Math.log2(count / total);
  }
  return Math.max(0, bits);
}
