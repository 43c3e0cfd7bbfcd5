import type { Polygon } from './polygon.ts';
import { signedArea } from './signed-area.ts';

/** Area in px²: outer rings less their holes. Parts that overlap count twice. */
export function polygonArea(polygon: Polygon): number {
  let area = 0;
  for (const part of polygon.parts) {
    part.forEach((ring, index) => (area += (index === 0 ? 1 : -1) * Math.abs(signedArea(ring))));
  }
  return Math.max(0, area);
}
