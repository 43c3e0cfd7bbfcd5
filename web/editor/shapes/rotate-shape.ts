import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';

/** Keeps an angle in (-180, 180]. */
const wrap = (angle: number): number => angle - 360 * Math.ceil((angle - 180) / 360);

/** Turns a shape by `degrees` clockwise around `centre`. Boxes and masks have no angle and stay as they are. */
export function rotateShape(shape: Shape, degrees: number, [cx, cy]: Point): Shape {
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const turn = ([x, y]: Point): Point => [
    cx + (x - cx) * cos - (y - cy) * sin,
    cy + (x - cx) * sin + (y - cy) * cos,
  ];
  switch (shape.type) {
    case 'rotatedBox':
    case 'ellipse': {
      const [x, y] = turn([shape.cx, shape.cy]);
      return { ...shape, cx: x, cy: y, angle: wrap(shape.angle + degrees) };
    }
    case 'polygon':
      return { type: 'polygon', parts: shape.parts.map((part) => part.map((ring) => ring.map(turn))) };
    case 'polyline':
      return { type: 'polyline', points: shape.points.map(turn) };
    case 'keypoints':
      return {
        type: 'keypoints',
        points: shape.points.map((point) => {
          const [x, y] = turn([point.x, point.y]);
          return { ...point, x, y };
        }),
      };
    case 'cuboid2d':
    case 'box':
    case 'mask':
      return shape;
  }
}
