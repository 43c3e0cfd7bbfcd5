/** COCO's size classes by area in square pixels. */
export const OBJECT_SIZES = ['small', 'medium', 'large'] as const;
export type ObjectSize = (typeof OBJECT_SIZES)[number];

/** Place in OBJECT_SIZES: below 32 × 32, up to 96 × 96, above. */
export function sizeIndex(area: number): number {
  if (area < 1024) return 0;
  return area <= 9216 ? 1 : 2;
}
