import { isPointInPolygon } from '../../../shared/geometry/is-point-in-polygon.ts';
import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { isPixelSet, maskRuns } from './mask-runs.ts';
import { shapeLines } from '../drawing/shape-lines.ts';

type Hit = 'edge' | 'inside' | undefined;

/**
 * Whether `point` lies within `tolerance` of a line. Squared distances and an early way out per segment: this runs for
 * every candidate under the cursor, and `Math.hypot` alone would cost ten times as much.
 */
function isNearLine([x, y]: Point, line: readonly Point[], isClosed: boolean, tolerance: number): boolean {
  const near = tolerance * tolerance;
  let [ax, ay] = isClosed ? line[line.length - 1] : line[0];
  for (let i = isClosed ? 0 : 1; i < line.length; i++) {
    const [bx, by] = line[i];
    const isFar =
      (ax < x - tolerance && bx < x - tolerance) ||
      (ax > x + tolerance && bx > x + tolerance) ||
      (ay < y - tolerance && by < y - tolerance) ||
      (ay > y + tolerance && by > y + tolerance);
    if (!isFar) {
      const dx = bx - ax;
      const dy = by - ay;
      const length = dx * dx + dy * dy;
      const along = length === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length;
      const t = along < 0 ? 0 : along > 1 ? 1 : along;
      const ex = x - ax - t * dx;
      const ey = y - ay - t * dy;
      if (ex * ex + ey * ey <= near) return true;
    }
    ax = bx;
    ay = by;
  }
  return false;
}

/** Whether `point` (image px) is on the outline of a shape, within `tolerance` px, or inside it. Exact geometry. */
export function hitShape(
  shape: Shape,
  point: Point,
  tolerance: number,
  skeleton?: readonly (readonly [number, number])[],
): Hit {
  const [x, y] = point;
  switch (shape.type) {
    case 'box': {
      const { x: left, y: top, width, height } = shape;
      const outside =
        x < left - tolerance ||
        y < top - tolerance ||
        x > left + width + tolerance ||
        y > top + height + tolerance;
      if (outside) return undefined;
      const isDeep =
        x > left + tolerance &&
        y > top + tolerance &&
        x < left + width - tolerance &&
        y < top + height - tolerance;
      return isDeep ? 'inside' : 'edge';
    }
    case 'mask':
      return isPixelSet(maskRuns(shape), Math.floor(x), Math.floor(y)) ? 'inside' : undefined;
    case 'keypoints': {
      const isOnPoint = shape.points.some(
        (p) => p.visibility > 0 && Math.hypot(p.x - x, p.y - y) <= 2 * tolerance,
      );
      if (isOnPoint) return 'edge';
      return shapeLines(shape, skeleton).lines.some((line) => isNearLine(point, line, false, tolerance))
        ? 'edge'
        : undefined;
    }
    case 'cuboid2d': {
      if (shapeLines(shape).lines.some((line) => isNearLine(point, line, false, tolerance))) return 'edge';
      return isPointInPolygon(point, { parts: [[shape.front], [shape.back]] }) ? 'inside' : undefined;
    }
    case 'polyline':
      return isNearLine(point, shape.points, false, tolerance) ? 'edge' : undefined;
    case 'polygon':
      if (shape.parts.some((part) => part.some((ring) => isNearLine(point, ring, true, tolerance))))
        return 'edge';
      return isPointInPolygon(point, shape) ? 'inside' : undefined;
    case 'rotatedBox':
    case 'ellipse': {
      const { lines } = shapeLines(shape);
      if (isNearLine(point, lines[0], true, tolerance)) return 'edge';
      return isPointInPolygon(point, { parts: [lines] }) ? 'inside' : undefined;
    }
  }
}
