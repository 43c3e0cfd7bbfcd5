import sharp from 'sharp';
import type { RgbImage } from './rgb-image.ts';

/** The longer side of a thumbnail, in pixels; smaller images keep their size. */
export const THUMBNAIL_SIZE = 512;

/** A WebP of at most 512 × 512 pixels, from pixels that are decoded already. */
export async function makeThumbnail({ width, height, data }: RgbImage): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .resize(THUMBNAIL_SIZE, THUMBNAIL_SIZE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80, effort: 2 })
    .toBuffer();
}
