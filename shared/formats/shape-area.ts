import { polygonArea } from '../geometry/polygon-area.ts';
import { rleArea } from '../geometry/rle-operations.ts';
import type { Shape } from '../labels/shape.ts';
import { countsOf } from './mask-shape.ts';
import { shapeBounds } from './shape-bounds.ts';

/** Area in px²: of the shape itself where it has one, else of the box around it. */
export function shapeArea(shape: Shape): number {
  switch (shape.type) {
    case 'box':
    case 'rotatedBox':
      return shape.width * shape.height;
    case 'polygon':
      return polygonArea(shape);
    case 'mask':
      return rleArea(countsOf(shape));
    case 'ellipse':
      return Math.PI * shape.rx * shape.ry;
    default: {
      const box = shapeBounds(shape);
      return box.width * box.height;
    }
  }
}
