/** Pixels of an upright image: 8 bit, row by row from the top left, `[r, g, b, r, g, b, …]`, no padding. */
export interface RgbImage {
  width: number;
  height: number;
  data: Uint8Array;
}
