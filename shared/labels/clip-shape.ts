import { clipRing } from '../geometry/clip-ring.ts';
import type { Point } from '../geometry/point.ts';
import type { Shape } from './shape.ts';

/**
 * The part of a shape inside the image, or null when nothing is left. Boxes and polygons are cut; points of lines
 * are moved to the border, keypoints outside are marked as not labelled. Rotated boxes, ellipses and cuboids cannot
 * be cut and stay themselves, as the object behind them goes on beyond the image.
 */
export function clipShape(shape: Shape, { width, height }: { width: number; height: number }): Shape | null {
  const isInside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x <= width && y <= height;
  switch (shape.type) {
    case 'box': {
      const x = Math.max(0, shape.x);
      const y = Math.max(0, shape.y);
      const right = Math.min(width, shape.x + shape.width);
      const bottom = Math.min(height, shape.y + shape.height);
      return right <= x || bottom <= y ? null : { type: 'box', x, y, width: right - x, height: bottom - y };
    }
    case 'polygon': {
      const parts = shape.parts
        .map((part) => part.map((ring) => clipRing(ring, width, height)))
        .filter((part) => part[0].length > 0)
        .map((part) => part.filter((ring) => ring.length > 0));
      return parts.length === 0 ? null : { type: 'polygon', parts };
    }
    case 'polyline':
      return {
        type: 'polyline',
        points: shape.points.map(([x, y]): Point => [
          Math.max(0, Math.min(width, x)),
          Math.max(0, Math.min(height, y)),
        ]),
      };
    case 'keypoints':
      return {
        type: 'keypoints',
        points: shape.points.map((p) => (isInside(p.x, p.y) ? p : { x: 0, y: 0, visibility: 0 })),
      };
    default:
      return shape;
  }
}
