/** Axis-aligned box in pixels: top-left corner and size. `width` and `height` are not negative. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
