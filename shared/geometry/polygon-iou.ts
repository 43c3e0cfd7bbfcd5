import { polygonIntersectionArea } from './polygon-intersection-area.ts';
import type { Polygon } from './polygon.ts';

/** Intersection over union of two polygons, 0–1, exact; even-odd over all rings. Two empty polygons give 0. */
export function polygonIou(a: Polygon, b: Polygon): number {
  const intersection = polygonIntersectionArea(a, b);
  if (intersection === 0) return 0;
  const union = polygonIntersectionArea(a, a) + polygonIntersectionArea(b, b) - intersection;
  return Math.min(1, intersection / union);
}
