import type { Shape, ShapeType } from '../labels/shape.ts';
import { polygonOfMask } from './polygon-of-mask.ts';
import type { PredictedObject } from './predicted-object.ts';

/** Pixels by which an outline may stray from the mask. */
const TOLERANCE = 1;

/** A prediction as the shape that its class is drawn with; nothing when it lacks the outline for it. */
export function shapeForPrediction({ box, mask }: PredictedObject, type: ShapeType): Shape | undefined {
  const { x, y, width, height } = box;
  const centre = { cx: x + width / 2, cy: y + height / 2, angle: 0 };
  switch (type) {
    case 'box':
      return { type, ...box };
    case 'rotatedBox':
      return { type, ...centre, width, height };
    case 'ellipse':
      return { type, ...centre, rx: width / 2, ry: height / 2 };
    case 'mask':
      return mask && { type, ...mask };
    case 'polygon':
      return mask && polygonOfMask(mask, TOLERANCE);
    default:
      return undefined;
  }
}
