import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { ellipseRing } from '../geometry/ellipse-ring.ts';
import type { Polygon } from '../geometry/polygon.ts';
import { rotatedBoxCorners } from '../geometry/rotated-box-corners.ts';
import { traceMask } from '../geometry/trace-mask.ts';
import type { Shape } from './shape.ts';

/**
 * A shape that has an area as a polygon: exact for boxes, polygons and masks (along pixel edges), equal in area for
 * an ellipse. A line and keypoints have no area: undefined. A 2-D cuboid stands for its front face and back face.
 */
export function shapePolygon(shape: Shape): Polygon | undefined {
  switch (shape.type) {
    case 'box': {
      const { x, y, width, height } = shape;
      return {
        parts: [
          [
            [
              [x, y],
              [x + width, y],
              [x + width, y + height],
              [x, y + height],
            ],
          ],
        ],
      };
    }
    case 'rotatedBox':
      return { parts: [[rotatedBoxCorners(shape)]] };
    case 'polygon':
      return { parts: shape.parts };
    case 'mask':
      return { parts: traceMask(decodeRleCounts(shape.counts) ?? [], shape.size[0], shape.size[1]) };
    case 'ellipse':
      return { parts: [[ellipseRing(shape)]] };
    case 'cuboid2d':
      return { parts: [[shape.front], [shape.back]] };
    case 'polyline':
    case 'keypoints':
      return undefined;
  }
}
