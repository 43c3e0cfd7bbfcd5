import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { MaskBuffer } from './mask-buffer.ts';

type Quad = [Point, Point, Point, Point];

/** Moves a shape by (`dx`, `dy`) px. Masks move by whole pixels, and what leaves the image is cut off. */
export function translateShape(shape: Shape, dx: number, dy: number): Shape {
  const move = ([x, y]: Point): Point => [x + dx, y + dy];
  switch (shape.type) {
    case 'box':
      return { ...shape, x: shape.x + dx, y: shape.y + dy };
    case 'rotatedBox':
    case 'ellipse':
      return { ...shape, cx: shape.cx + dx, cy: shape.cy + dy };
    case 'polygon':
      return { type: 'polygon', parts: shape.parts.map((part) => part.map((ring) => ring.map(move))) };
    case 'polyline':
      return { type: 'polyline', points: shape.points.map(move) };
    case 'keypoints':
      return {
        type: 'keypoints',
        points: shape.points.map((point) => ({ ...point, x: point.x + dx, y: point.y + dy })),
      };
    case 'cuboid2d':
      return { type: 'cuboid2d', front: shape.front.map(move) as Quad, back: shape.back.map(move) as Quad };
    case 'mask': {
      const x = Math.round(dx);
      const y = Math.round(dy);
      if (x === 0 && y === 0) return shape;
      return MaskBuffer.fromMask(shape).translated(x, y).toMask();
    }
  }
}
