import { polygonArea } from '../geometry/polygon-area.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { rleArea } from '../geometry/rle-operations.ts';
import { shapeBounds } from './shape-bounds.ts';
import { shapePolygon } from './shape-polygon.ts';
import type { Shape } from './shape.ts';

/** Area in px². Keypoints have that of their bounding box (as in COCO), a line has none. */
export function shapeArea(shape: Shape): number {
  if (shape.type === 'mask') return rleArea(decodeRleCounts(shape.counts) ?? []);
  if (shape.type === 'keypoints') {
    const { width, height } = shapeBounds(shape);
    return width * height;
  }
  const polygon = shapePolygon(shape);
  return polygon === undefined ? 0 : polygonArea(polygon);
}
