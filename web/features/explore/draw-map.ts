import type { ExploredImages } from './load-images.ts';

type Points = Pick<ExploredImages, 'x' | 'y' | 'count'>;

/** From map to canvas pixels: `px = x * scale + left`, `py = y * scale + top`. */
export interface MapView {
  scale: number;
  left: number;
  top: number;
}

/** Everything fits, with some room at the edges. */
export function fitMap({ x, y, count }: Points, width: number, height: number): MapView {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    x0 = Math.min(x0, x[i]);
    x1 = Math.max(x1, x[i]);
    y0 = Math.min(y0, y[i]);
    y1 = Math.max(y1, y[i]);
  }
  const room = 12;
  const scale = Math.min(
    (width - 2 * room) / Math.max(1e-6, x1 - x0),
    (height - 2 * room) / Math.max(1e-6, y1 - y0),
  );
  return {
    scale,
    left: width / 2 - ((x0 + x1) / 2) * scale,
    top: height / 2 - ((y0 + y1) / 2) * scale,
  };
}

/** Larger or smaller by `factor`, with what lies under (px, py) staying there. */
export function zoomMap({ scale, left, top }: MapView, factor: number, px: number, py: number): MapView {
  return { scale: scale * factor, left: px - (px - left) * factor, top: py - (py - top) * factor };
}

/** Hidden points, as a canvas pixel. */
const FAINT = ((60 << 24) | (155 << 16) | (145 << 8) | 140) >>> 0;

/**
 * Writes the points straight into pixels, so that a million take milliseconds and no WebGL is needed: hidden ones
 * faint below, shown ones in their colours above.
 *
 * @param pixels width × height canvas pixels; cleared first
 * @param colors see colorImages
 * @param size of a point in pixels
 */
export function drawMap(
  pixels: Uint32Array,
  width: number,
  height: number,
  { x, y, count }: Points,
  isShown: Uint8Array,
  colors: Uint32Array,
  { scale, left, top }: MapView,
  size: number,
): void {
  pixels.fill(0);
  const shiftX = left - size / 2 + 0.5;
  const shiftY = top - size / 2 + 0.5;
  for (const shown of [0, 1]) {
    for (let i = 0; i < count; i++) {
      if (isShown[i] !== shown) continue;
      const px = Math.floor(x[i] * scale + shiftX);
      const py = Math.floor(y[i] * scale + shiftY);
      if (px < 0 || py < 0 || px + size > width || py + size > height) continue;
      const color = shown === 1 ? colors[i] : FAINT;
      for (let row = 0, at = py * width + px; row < size; row++, at += width)
        for (let column = 0; column < size; column++) pixels[at + column] = color;
    }
  }
}
