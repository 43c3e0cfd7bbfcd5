import type { Point } from './point.ts';

/** A closed line of at least three points; the first point is not repeated at the end. */
export type Ring = Point[];

/** `[outer, ...holes]`. */
export type PolygonPart = Ring[];

/** One object may have several parts (an object cut in two by an occluder). */
export interface Polygon {
  parts: PolygonPart[];
}
