import type { Point } from '../../geometry/point.ts';
import type { Shape } from '../../labels/shape.ts';
import { arrayOf, numberOf, textOf } from '../number-of.ts';

type Json = Record<string, unknown>;

/** The shape of VIA's `shape_attributes`, or why it has none. */
export function readViaShape(shape: Json): Shape | string {
  const value = (name: string): number => numberOf(shape[name]) ?? NaN;
  const xs = arrayOf(shape['all_points_x']).map((one) => numberOf(one) ?? NaN);
  const ys = arrayOf(shape['all_points_y']).map((one) => numberOf(one) ?? NaN);
  const points = xs.map((x, at): Point => [x, ys.at(at) ?? NaN]);
  switch (textOf(shape['name'])) {
    case 'rect':
      return { type: 'box', x: value('x'), y: value('y'), width: value('width'), height: value('height') };
    case 'circle':
      return { type: 'ellipse', cx: value('cx'), cy: value('cy'), rx: value('r'), ry: value('r'), angle: 0 };
    case 'ellipse':
      // theta is in radians.
      return {
        type: 'ellipse',
        cx: value('cx'),
        cy: value('cy'),
        rx: value('rx'),
        ry: value('ry'),
        angle: ((numberOf(shape['theta']) ?? 0) * 180) / Math.PI,
      };
    case 'polygon':
      return { type: 'polygon', parts: [[points]] };
    case 'polyline':
      return { type: 'polyline', points };
    case 'point':
      return { type: 'keypoints', points: [{ x: value('cx'), y: value('cy'), visibility: 2 }] };
    default:
      return `Shapes of the kind "${textOf(shape['name']) ?? ''}" are not known.`;
  }
}
