/** A picture in the making: interleaved RGB floats, 0–255 but not clamped, row by row from the top left. */
export interface Canvas {
  width: number;
  height: number;
  /** `[r, g, b, r, g, b, …]`, length `width * height * 3`. */
  rgb: Float32Array;
  /** Who is seen at a pixel: 0 the background, n the n-th object painted (from 1). */
  instances: Uint16Array;
}

export function createCanvas(width: number, height: number): Canvas {
  return {
    width,
    height,
    rgb: new Float32Array(width * height * 3),
    instances: new Uint16Array(width * height),
  };
}
