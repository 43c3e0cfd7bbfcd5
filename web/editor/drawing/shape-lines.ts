import { ellipseRing } from '../../../shared/geometry/ellipse-ring.ts';
import type { Point } from '../../../shared/geometry/point.ts';
import { rotatedBoxCorners } from '../../../shared/geometry/rotated-box-corners.ts';
import type { Shape } from '../../../shared/labels/shape.ts';

/** The lines of a shape. Closed lines are filled by the even-odd rule, all together. */
export interface ShapeLines {
  lines: Point[][];
  isClosed: boolean;
}

const EMPTY: ShapeLines = { lines: [], isClosed: false };

/** What outlines a shape; masks have none, and keypoints only the bones that `skeleton` gives. */
export function shapeLines(shape: Shape, skeleton: readonly (readonly [number, number])[] = []): ShapeLines {
  switch (shape.type) {
    case 'box': {
      const { x, y, width, height } = shape;
      const ring: Point[] = [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ];
      return { lines: [ring], isClosed: true };
    }
    case 'rotatedBox':
      return { lines: [rotatedBoxCorners(shape)], isClosed: true };
    case 'ellipse':
      return { lines: [ellipseRing(shape)], isClosed: true };
    case 'polygon':
      return { lines: shape.parts.flat(), isClosed: true };
    case 'polyline':
      return { lines: [shape.points], isClosed: false };
    case 'cuboid2d': {
      const { front, back } = shape;
      const edges = front.map((point, i): Point[] => [point, back[i]]);
      return {
        lines: [[...front, front[0]], [...back, back[0]], ...edges],
        isClosed: false,
      };
    }
    case 'keypoints': {
      const { points } = shape;
      const lines = skeleton.flatMap(([from, to]): Point[][] => {
        const a = points[from];
        const b = points[to];
        if (a === undefined || b === undefined || a.visibility === 0 || b.visibility === 0) return [];
        return [
          [
            [a.x, a.y],
            [b.x, b.y],
          ],
        ];
      });
      return { lines, isClosed: false };
    }
    case 'mask':
      return EMPTY;
  }
}
