import type { Point } from '../../../shared/geometry/point.ts';
import { shapeBounds } from '../../../shared/labels/shape-bounds.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { rotateShape } from './rotate-shape.ts';

/** Which sides a frame grip moves: -1 left or top, 1 right or bottom, 0 neither. */
const SIDES: Record<string, [number, number]> = {
  nw: [-1, -1],
  n: [0, -1],
  ne: [1, -1],
  e: [1, 0],
  se: [1, 1],
  s: [0, 1],
  sw: [-1, 1],
  w: [-1, 0],
};

interface MoveOptions {
  /** Keep the proportions (corners), or turn in steps of 15 degrees (rotation). */
  isConstrained?: boolean;
}

function resizeBox(shape: Extract<Shape, { type: 'box' }>, id: string, [x, y]: Point, keep: boolean): Shape {
  const [sx, sy] = SIDES[id];
  let left = shape.x;
  let top = shape.y;
  let right = shape.x + shape.width;
  let bottom = shape.y + shape.height;
  if (sx < 0) left = x;
  if (sx > 0) right = x;
  if (sy < 0) top = y;
  if (sy > 0) bottom = y;
  if (keep && sx !== 0 && sy !== 0 && shape.width > 0 && shape.height > 0) {
    const factor = Math.max(Math.abs(right - left) / shape.width, Math.abs(bottom - top) / shape.height);
    if (sx < 0) left = right - factor * shape.width;
    else right = left + factor * shape.width;
    if (sy < 0) top = bottom - factor * shape.height;
    else bottom = top + factor * shape.height;
  }
  return {
    type: 'box',
    x: Math.min(left, right),
    y: Math.min(top, bottom),
    width: Math.abs(right - left),
    height: Math.abs(bottom - top),
  };
}

interface Frame {
  cx: number;
  cy: number;
  width: number;
  height: number;
  angle: number;
}

/** Resizes a turned frame in its own axes; the opposite side stays where it is. */
function resizeFrame(frame: Frame, id: string, [x, y]: Point): Frame {
  const [sx, sy] = SIDES[id];
  const radians = (frame.angle * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  const localX = (x - frame.cx) * cos + (y - frame.cy) * sin;
  const localY = -(x - frame.cx) * sin + (y - frame.cy) * cos;
  const fixedX = (-sx * frame.width) / 2;
  const fixedY = (-sy * frame.height) / 2;
  const width = sx === 0 ? frame.width : Math.abs(localX - fixedX);
  const height = sy === 0 ? frame.height : Math.abs(localY - fixedY);
  const midX = sx === 0 ? 0 : (localX + fixedX) / 2;
  const midY = sy === 0 ? 0 : (localY + fixedY) / 2;
  return {
    cx: frame.cx + midX * cos - midY * sin,
    cy: frame.cy + midX * sin + midY * cos,
    width,
    height,
    angle: frame.angle,
  };
}

function turn(shape: Shape, [x, y]: Point, isStepped: boolean): Shape {
  const bounds = shapeBounds(shape);
  const cx = bounds.x + bounds.width / 2;
  const cy = bounds.y + bounds.height / 2;
  const now = (Math.atan2(y - cy, x - cx) * 180) / Math.PI + 90;
  const angle = isStepped ? Math.round(now / 15) * 15 : now;
  const before = shape.type === 'rotatedBox' || shape.type === 'ellipse' ? shape.angle : 0;
  return rotateShape(shape, angle - before, [cx, cy]);
}

const replaced = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((old, i) => (i === index ? item : old));

/** The shape after one of its grips was dragged to `to` (image px). Always computed from the shape at the drag's start. */
export function moveHandle(
  shape: Shape,
  id: string,
  to: Point,
  { isConstrained = false }: MoveOptions = {},
): Shape {
  if (id === 'rotate') return turn(shape, to, isConstrained);
  switch (shape.type) {
    case 'box':
      return resizeBox(shape, id, to, isConstrained);
    case 'rotatedBox':
      return { type: 'rotatedBox', ...resizeFrame(shape, id, to) };
    case 'ellipse': {
      const { cx, cy, width, height, angle } = resizeFrame(
        { ...shape, width: 2 * shape.rx, height: 2 * shape.ry },
        id,
        to,
      );
      return { type: 'ellipse', cx, cy, rx: width / 2, ry: height / 2, angle };
    }
    case 'polygon': {
      const [, p, r, i] = id.split(':').map(Number);
      const ring = replaced(shape.parts[p][r], i, to);
      return { type: 'polygon', parts: replaced(shape.parts, p, replaced(shape.parts[p], r, ring)) };
    }
    case 'polyline':
      return { type: 'polyline', points: replaced(shape.points, Number(id.split(':')[1]), to) };
    case 'keypoints': {
      const index = Number(id.split(':')[1]);
      return {
        type: 'keypoints',
        points: replaced(shape.points, index, { ...shape.points[index], x: to[0], y: to[1] }),
      };
    }
    case 'cuboid2d': {
      const [face, corner] = id.split(':');
      const moved = shape[face as 'front' | 'back'].map((point, i) => (i === Number(corner) ? to : point));
      return { ...shape, [face]: moved };
    }
    case 'mask':
      return shape;
  }
}
