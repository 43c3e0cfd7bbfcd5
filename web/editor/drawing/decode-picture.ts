import type { Size } from '../view.ts';

/** Up to here a picture is decoded whole. */
const WHOLE_PIXELS = 40e6;
/** Longest side of the overview of a larger one. */
const OVERVIEW_SIDE = 3072;

/** A picture ready to be drawn. */
export interface Picture {
  blob: Blob;
  /** Upright, in px: the space of the labels. */
  size: Size;
  /** All of it; of a very large picture a reduced overview. */
  whole: ImageBitmap;
}

/**
 * Decodes `blob` as a picture of `size` px (upright, as ingest measured it). A picture of another size, such as a
 * thumbnail that stands in for a format that browsers cannot read, is stretched to it when it is drawn. Throws what
 * `createImageBitmap` throws for files that the browser cannot read.
 */
export async function decodePicture(blob: Blob, size: Size): Promise<Picture> {
  const isLarge = size.width * size.height > WHOLE_PIXELS;
  const reduction = OVERVIEW_SIDE / Math.max(size.width, size.height);
  const whole = await createImageBitmap(
    blob,
    isLarge
      ? {
          imageOrientation: 'from-image',
          resizeWidth: Math.max(1, Math.round(size.width * reduction)),
          resizeHeight: Math.max(1, Math.round(size.height * reduction)),
          resizeQuality: 'medium',
        }
      : { imageOrientation: 'from-image' },
  );
  return { blob, size, whole };
}
