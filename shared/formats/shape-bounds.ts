import type { Box } from '../geometry/box.ts';
import { ellipseBounds } from '../geometry/ellipse-bounds.ts';
import { pointsBounds } from '../geometry/points-bounds.ts';
import { rleBox } from '../geometry/rle-operations.ts';
import { rotatedBoxCorners } from '../geometry/rotated-box-corners.ts';
import type { Shape } from '../labels/shape.ts';
import { countsOf } from './mask-shape.ts';

/** The smallest upright box around a shape, in pixels. Keypoints that are not labelled do not count. */
export function shapeBounds(shape: Shape): Box {
  switch (shape.type) {
    case 'box':
      return { x: shape.x, y: shape.y, width: shape.width, height: shape.height };
    case 'rotatedBox':
      return pointsBounds(rotatedBoxCorners(shape));
    case 'polygon':
      return pointsBounds(
        shape.parts.length === 1 ? shape.parts[0][0] : shape.parts.flatMap((part) => part[0]),
      );
    case 'polyline':
      return pointsBounds(shape.points);
    case 'keypoints':
      return pointsBounds(
        shape.points.filter((point) => point.visibility > 0).map((point) => [point.x, point.y]),
      );
    case 'mask':
      return rleBox(countsOf(shape), shape.size[0]);
    case 'cuboid2d':
      return pointsBounds([...shape.front, ...shape.back]);
    case 'ellipse':
      return ellipseBounds(shape);
  }
}
