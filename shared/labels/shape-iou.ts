import { boxIou } from '../geometry/box-iou.ts';
import { maskOfPolygon } from '../geometry/mask-of-polygon.ts';
import { polygonIou } from '../geometry/polygon-iou.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { rleIou } from '../geometry/rle-operations.ts';
import { shapeBounds } from './shape-bounds.ts';
import { shapePolygon } from './shape-polygon.ts';
import type { Shape } from './shape.ts';

/** Above this many points two polygons are compared by their edges no longer: the exact way is quadratic. */
const MAX_EXACT_POINTS = 400;

/**
 * Intersection over union of two shapes of the same image, 0–1. Exact for boxes, rotated boxes, polygons of up to a
 * few hundred points and masks; a polygon against a mask is compared on the pixel grid of the mask. Shapes without
 * an area (lines, keypoints) are compared by their bounding boxes.
 */
export function shapeIou(a: Shape, b: Shape): number {
  if (a.type === 'box' && b.type === 'box') return boxIou(a, b);
  if (boxIou(shapeBounds(a), shapeBounds(b)) === 0) return 0;
  const polygonA = a.type === 'mask' ? undefined : shapePolygon(a);
  const polygonB = b.type === 'mask' ? undefined : shapePolygon(b);
  const hasNoArea = (a.type !== 'mask' && !polygonA) || (b.type !== 'mask' && !polygonB);
  if (hasNoArea) return boxIou(shapeBounds(a), shapeBounds(b));

  const points = [polygonA, polygonB].reduce(
    (sum, polygon) => sum + (polygon?.parts.reduce((n, part) => n + part.flat().length, 0) ?? 0),
    0,
  );
  if (polygonA && polygonB && points <= MAX_EXACT_POINTS) return polygonIou(polygonA, polygonB);

  const [height, width] = a.type === 'mask' ? a.size : b.type === 'mask' ? b.size : gridAround(a, b);
  const maskOf = (shape: Shape): Uint32Array =>
    shape.type === 'mask'
      ? (decodeRleCounts(shape.counts) ?? Uint32Array.of(height * width))
      : maskOfPolygon(shapePolygon(shape) ?? { parts: [] }, height, width);
  return rleIou(maskOf(a), maskOf(b));
}

function gridAround(a: Shape, b: Shape): [height: number, width: number] {
  const boxes = [shapeBounds(a), shapeBounds(b)];
  return [
    Math.max(1, Math.ceil(Math.max(...boxes.map((box) => box.y + box.height)))),
    Math.max(1, Math.ceil(Math.max(...boxes.map((box) => box.x + box.width)))),
  ];
}
