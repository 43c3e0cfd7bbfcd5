import type { Point } from '../../../shared/geometry/point.ts';
import type { MapView } from './draw-map.ts';
import type { PickedRows } from './filter-images.ts';
import type { ExploredImages } from './load-images.ts';

/** Closer corners of what was drawn are left out: they are only the trembling of a hand. */
const STEP = 3;

/**
 * The rows inside what was drawn on the map, in canvas pixels; undefined when it was only a click. What was drawn is
 * filled into a mask of the canvas first, so that a million points cost a look each.
 */
export function lassoImages(
  { x, y, count }: Pick<ExploredImages, 'x' | 'y' | 'count'>,
  drawn: readonly Point[],
  { scale, left, top }: MapView,
  width: number,
  height: number,
): PickedRows | undefined {
  const ring: Point[] = [];
  for (const point of drawn) {
    const last = ring.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= STEP) ring.push(point);
  }
  if (ring.length < 3) return undefined;
  const mask = fillRing(ring, width, height);
  // A set of half a million numbers takes a second to fill; this takes milliseconds.
  const inside = new Uint8Array(count);
  let size = 0;
  for (let row = 0; row < count; row++) {
    const px = Math.floor(x[row] * scale + left);
    const py = Math.floor(y[row] * scale + top);
    if (px >= 0 && py >= 0 && px < width && py < height && mask[py * width + px] === 1) {
      inside[row] = 1;
      size++;
    }
  }
  return { size, has: (row) => inside[row] === 1 };
}

/** 1 for every pixel whose centre lies inside, by the even-odd rule, line by line. */
function fillRing(ring: readonly Point[], width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let line = 0; line < height; line++) {
    const at = line + 0.5;
    const crossings: number[] = [];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > at !== yj > at) crossings.push(((xj - xi) * (at - yi)) / (yj - yi) + xi);
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(crossings[i] - 0.5));
      const to = Math.min(width, Math.ceil(crossings[i + 1] - 0.5));
      if (to > from) mask.fill(1, line * width + from, line * width + to);
    }
  }
  return mask;
}
