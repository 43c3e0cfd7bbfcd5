import { shapeOutline } from '../../../shared/formats/shape-outline.ts';
import type { Point } from '../../../shared/geometry/point.ts';
import { simplifyLine } from '../../../shared/geometry/simplify-line.ts';
import { simplifyRing } from '../../../shared/geometry/simplify-ring.ts';
import type { Shape } from '../../../shared/labels/shape.ts';

/** Lines of one shape: image pixels `[x0, y0, x1, y1, …]`, and whether the last point meets the first. */
export interface PreviewLine {
  points: number[];
  isClosed: boolean;
}

const MOST_LINES = 12;

/** A shape for a thumbnail: its lines, with no more points than `tolerance` pixels can tell apart. */
export function previewLines(shape: Shape, tolerance: number): PreviewLine[] {
  if (shape.type === 'polyline') return [line(simplifyLine(shape.points, tolerance), false)];
  if (shape.type === 'keypoints') {
    return shape.points
      .filter(({ visibility }) => visibility > 0)
      .slice(0, MOST_LINES)
      .map(({ x, y }) => line([[x, y]], false));
  }
  if (shape.type === 'cuboid2d') return [line(shape.back, true), line(shape.front, true)];
  return shapeOutline(shape)
    .flat()
    .slice(0, MOST_LINES)
    .map((ring) => line(simplifyRing(ring, tolerance), true));
}

function line(points: readonly Point[], isClosed: boolean): PreviewLine {
  return { points: points.flatMap(([x, y]) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10]), isClosed };
}
