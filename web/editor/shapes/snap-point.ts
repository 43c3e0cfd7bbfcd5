import type { Point } from '../../../shared/geometry/point.ts';
import type { Size } from '../view.ts';
import { shapeLines } from '../drawing/shape-lines.ts';
import type { SpatialIndex } from './spatial-index.ts';

function nearestOnSegment([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): Point {
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSquared = dx * dx + dy * dy;
  const t =
    lengthSquared === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / lengthSquared));
  return [ax + t * dx, ay + t * dy];
}

/**
 * `point` moved onto the nearest vertex of another object within `tolerance` px, else onto the nearest edge, else onto
 * the image's border; itself when nothing is near.
 */
export function snapPoint(
  index: SpatialIndex,
  point: Point,
  tolerance: number,
  image: Size,
  exclude: ReadonlySet<string> = new Set(),
): Point {
  const [x, y] = point;
  let vertex: Point | undefined;
  let vertexDistance = tolerance;
  let edge: Point | undefined;
  let edgeDistance = tolerance;
  for (const object of index.search(x - tolerance, y - tolerance, x + tolerance, y + tolerance)) {
    if (exclude.has(object.id)) continue;
    const { lines, isClosed } = shapeLines(object.shape);
    for (const line of lines) {
      line.forEach((corner, i) => {
        const distance = Math.hypot(corner[0] - x, corner[1] - y);
        if (distance <= vertexDistance) [vertex, vertexDistance] = [corner, distance];
        const previous = i > 0 ? line[i - 1] : isClosed ? line[line.length - 1] : undefined;
        if (previous === undefined) return;
        const near = nearestOnSegment(point, previous, corner);
        const toEdge = Math.hypot(near[0] - x, near[1] - y);
        if (toEdge <= edgeDistance) [edge, edgeDistance] = [near, toEdge];
      });
    }
  }
  if (vertex !== undefined) return [vertex[0], vertex[1]];
  if (edge !== undefined) return edge;
  const toBorder = (value: number, length: number) =>
    Math.abs(value) <= tolerance ? 0 : Math.abs(value - length) <= tolerance ? length : value;
  return [toBorder(x, image.width), toBorder(y, image.height)];
}
