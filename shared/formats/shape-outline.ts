import { ellipseRing } from '../geometry/ellipse-ring.ts';
import type { PolygonPart } from '../geometry/polygon.ts';
import { rotatedBoxCorners } from '../geometry/rotated-box-corners.ts';
import { traceMask } from '../geometry/trace-mask.ts';
import type { Shape } from '../labels/shape.ts';
import { countsOf } from './mask-shape.ts';
import { shapeBounds } from './shape-bounds.ts';

/**
 * A shape as polygon parts `[outer, ...holes]`: masks along their pixel edges, ellipses with 72 points and the same
 * area, boxes by their corners. Lines and points, which have no inside, give the box around them.
 */
export function shapeOutline(shape: Shape): PolygonPart[] {
  switch (shape.type) {
    case 'polygon':
      return shape.parts;
    case 'rotatedBox':
      return [[rotatedBoxCorners(shape)]];
    case 'ellipse':
      return [[ellipseRing(shape)]];
    case 'mask':
      return traceMask(countsOf(shape), shape.size[0], shape.size[1]);
    default: {
      const { x, y, width, height } = shapeBounds(shape);
      return [
        [
          [
            [x, y],
            [x + width, y],
            [x + width, y + height],
            [x, y + height],
          ],
        ],
      ];
    }
  }
}
