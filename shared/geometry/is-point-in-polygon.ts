import type { Point } from './point.ts';
import type { Polygon } from './polygon.ts';

/** Even-odd rule over the rings of each part: holes are outside. A point in any part is inside. */
export function isPointInPolygon([px, py]: Point, polygon: Polygon): boolean {
  for (const part of polygon.parts) {
    let isInside = false;
    for (const ring of part) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i];
        const [xj, yj] = ring[j];
        if (yi > py !== yj > py && px < ((xj - xi) * (py - yi)) / (yj - yi) + xi) isInside = !isInside;
      }
    }
    if (isInside) return true;
  }
  return false;
}
