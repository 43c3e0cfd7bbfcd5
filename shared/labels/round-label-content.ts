import type { Point } from '../geometry/point.ts';
import type { LabelContent } from './label-document.ts';
import type { Shape } from './shape.ts';

const px = (value: number): number => Math.round(value * 100) / 100 + 0;
const degrees = (value: number): number => Math.round(value * 1e5) / 1e5 + 0;
const point = ([x, y]: Point): Point => [px(x), px(y)];

/** A shape with coordinates at 0.01 px and angles at 1e-5 degrees, the precision in which labels are kept. */
export function roundShape(shape: Shape): Shape {
  switch (shape.type) {
    case 'box':
      return {
        type: 'box',
        x: px(shape.x),
        y: px(shape.y),
        width: px(shape.width),
        height: px(shape.height),
      };
    case 'rotatedBox':
      return {
        type: 'rotatedBox',
        cx: px(shape.cx),
        cy: px(shape.cy),
        width: px(shape.width),
        height: px(shape.height),
        angle: degrees(shape.angle),
      };
    case 'ellipse':
      return {
        type: 'ellipse',
        cx: px(shape.cx),
        cy: px(shape.cy),
        rx: px(shape.rx),
        ry: px(shape.ry),
        angle: degrees(shape.angle),
      };
    case 'polygon':
      return { type: 'polygon', parts: shape.parts.map((part) => part.map((ring) => ring.map(point))) };
    case 'polyline':
      return { type: 'polyline', points: shape.points.map(point) };
    case 'keypoints':
      return {
        type: 'keypoints',
        points: shape.points.map(({ x, y, visibility }) => ({ x: px(x), y: px(y), visibility })),
      };
    case 'mask':
      return shape;
    case 'cuboid2d': {
      const quad = (q: [Point, Point, Point, Point]): [Point, Point, Point, Point] => [
        point(q[0]),
        point(q[1]),
        point(q[2]),
        point(q[3]),
      ];
      return { type: 'cuboid2d', front: quad(shape.front), back: quad(shape.back) };
    }
  }
}

/** The content in the precision in which it is kept; saving rounds, so that reading back changes nothing more. */
export function roundLabelContent(content: LabelContent): LabelContent {
  return {
    objects: content.objects.map((object) => ({ ...object, shape: roundShape(object.shape) })),
    classifications: content.classifications,
  };
}
