/**
 * COCO's compressed run-length encoding of a mask over the full image: column-major runs that start with zeros,
 * written in COCO's 6-bit string form. `size` is `[height, width]`.
 */
export interface Rle {
  size: [height: number, width: number];
  counts: string;
}
