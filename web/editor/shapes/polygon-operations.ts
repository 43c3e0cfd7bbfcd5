import polygonClipping from 'polygon-clipping';
import { isPointInPolygon } from '../../../shared/geometry/is-point-in-polygon.ts';
import type { Polygon, PolygonPart, Ring } from '../../../shared/geometry/polygon.ts';
import { simplifyRing } from '../../../shared/geometry/simplify-ring.ts';
import type { Shape } from '../../../shared/labels/shape.ts';

type PolygonShape = Extract<Shape, { type: 'polygon' }>;

// The library closes its rings, and our rings are open.
const open = (parts: [number, number][][][]): PolygonPart[] =>
  parts.map((part) => part.map((ring) => ring.slice(0, -1))).filter((part) => part[0].length >= 3);

/** Everything that any of the polygons covers. */
export function joinPolygons(polygons: readonly Polygon[]): PolygonShape {
  const [first, ...rest] = polygons.map(({ parts }) => parts);
  return { type: 'polygon', parts: open(polygonClipping.union(first, ...rest)) };
}

/**
 * `polygon` without what `ring` covers; undefined when nothing is left. A ring wholly inside becomes a hole with its
 * points as they were drawn.
 */
export function cutPolygon(polygon: Polygon, ring: Ring): PolygonShape | undefined {
  const parts = open(polygonClipping.difference(polygon.parts, [ring]));
  return parts.length === 0 ? undefined : { type: 'polygon', parts };
}

/** Fewer vertices: Douglas–Peucker with `tolerance` px. Holes that lose their shape stay as they are. */
export function simplifyPolygon(polygon: Polygon, tolerance: number): PolygonShape {
  return {
    type: 'polygon',
    parts: polygon.parts.map((part) => part.map((ring) => simplifyRing(ring, tolerance))),
  };
}

/** Whether every point of `ring` lies inside `polygon`. */
export function isRingInside(ring: Ring, polygon: Polygon): boolean {
  return ring.every((point) => isPointInPolygon(point, polygon));
}
