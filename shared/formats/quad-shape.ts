import type { Point } from '../geometry/point.ts';
import { rotatedBoxCorners } from '../geometry/rotated-box-corners.ts';
import { rotatedBoxFromCorners } from '../geometry/rotated-box-from-corners.ts';
import { signedArea } from '../geometry/signed-area.ts';
import type { Shape } from '../labels/shape.ts';
import { shapeBounds } from './shape-bounds.ts';

/** How far a corner may be from a true rectangle's, in px. Files round to 2 to 6 digits. */
const TOLERANCE = 0.01;

/**
 * Four corners as a rotated box when they are one to 0.01 px (and not turned over), else as a polygon of four points,
 * so that a general quadrilateral keeps its corners.
 */
export function quadShape(corners: [Point, Point, Point, Point]): Shape {
  if (signedArea(corners) > 0) {
    const box = rotatedBoxFromCorners(corners);
    const again = rotatedBoxCorners(box);
    const isBox = corners.every(([x, y], i) => Math.hypot(x - again[i][0], y - again[i][1]) <= TOLERANCE);
    if (isBox) return { type: 'rotatedBox', ...box };
  }
  return { type: 'polygon', parts: [[corners]] };
}

/** The four corners that a shape has, or those of the box around it; `isExact` tells which. */
export function quadOf(shape: Shape): { corners: Point[]; isExact: boolean } {
  if (shape.type === 'rotatedBox') return { corners: rotatedBoxCorners(shape), isExact: true };
  if (shape.type === 'polygon' && shape.parts.length === 1 && shape.parts[0].length === 1) {
    const ring = shape.parts[0][0];
    if (ring.length === 4) return { corners: ring, isExact: true };
  }
  const { x, y, width, height } = shapeBounds(shape);
  return {
    corners: [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ],
    isExact: shape.type === 'box',
  };
}
