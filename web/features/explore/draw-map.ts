import type { ExploredImages } from './load-images.ts';

/** From map to canvas pixels: `px = x * scale + left`, `py = y * scale + top`. */
export interface MapView {
  scale: number;
  left: number;
  top: number;
}

const PALETTE = [
  [69, 113, 224],
  [230, 119, 0],
  [18, 153, 108],
  [174, 62, 201],
  [224, 49, 49],
  [102, 168, 15],
  [16, 152, 173],
  [214, 51, 108],
] as const;

/** Everything fits, with some room at the edges. */
export function fitMap({ x, y, count }: ExploredImages, width: number, height: number): MapView {
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

/**
 * Writes the points straight into pixels, so that a million take milliseconds and no WebGL is needed: hidden ones grey,
 * shown ones in the colour of their cluster.
 *
 * @param pixels width × height × 4 bytes RGBA
 * @param size of a point in pixels
 */
export function drawMap(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  images: ExploredImages,
  isShown: Uint8Array,
  view: MapView,
  size: number,
): void {
  for (const shown of [0, 1]) {
    for (let i = 0; i < images.count; i++) {
      if (isShown[i] !== shown) continue;
      const px = Math.round(images.x[i] * view.scale + view.left - size / 2);
      const py = Math.round(images.y[i] * view.scale + view.top - size / 2);
      const color = PALETTE[images.cluster[i] % PALETTE.length];
      for (let row = Math.max(0, py); row < Math.min(height, py + size); row++) {
        for (let column = Math.max(0, px); column < Math.min(width, px + size); column++) {
          const at = 4 * (row * width + column);
          pixels[at] = shown ? color[0] : 140;
          pixels[at + 1] = shown ? color[1] : 145;
          pixels[at + 2] = shown ? color[2] : 155;
          pixels[at + 3] = shown ? 255 : 70;
        }
      }
    }
  }
}
