import type { Point } from '../../../shared/geometry/point.ts';
import { rotatedBoxCorners } from '../../../shared/geometry/rotated-box-corners.ts';
import { shapeBounds } from '../../../shared/labels/shape-bounds.ts';
import type { Shape } from '../../../shared/labels/shape.ts';

/** A grip of the selected shape. `id` tells `moveHandle` what it moves; coordinates are image px. */
export interface Handle {
  id: string;
  x: number;
  y: number;
  kind: 'corner' | 'edge' | 'vertex' | 'middle' | 'rotate';
}

const FRAME = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
const between = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** The eight grips of a frame with corners nw, ne, se, sw. */
function frameHandles([nw, ne, se, sw]: readonly Point[]): Handle[] {
  const points = [nw, between(nw, ne), ne, between(ne, se), se, between(se, sw), sw, between(sw, nw)];
  return FRAME.map((id, i) => ({
    id,
    x: points[i][0],
    y: points[i][1],
    kind: i % 2 === 0 ? 'corner' : 'edge',
  }));
}

/** The grip above the top edge; `reach` is its distance in image px. */
function rotateHandle([nw, ne, , sw]: readonly Point[], reach: number): Handle {
  const top = between(nw, ne);
  const height = Math.hypot(nw[0] - sw[0], nw[1] - sw[1]);
  const up: Point = height === 0 ? [0, -1] : [(nw[0] - sw[0]) / height, (nw[1] - sw[1]) / height];
  return { id: 'rotate', x: top[0] + up[0] * reach, y: top[1] + up[1] * reach, kind: 'rotate' };
}

function lineHandles(points: readonly Point[], isClosed: boolean, prefix: string): Handle[] {
  const vertices = points.map(([x, y], i): Handle => ({ id: `v:${prefix}${i}`, x, y, kind: 'vertex' }));
  const middles = points.flatMap((point, i): Handle[] => {
    const next = points[i + 1] ?? (isClosed ? points[0] : undefined);
    if (next === undefined) return [];
    const [x, y] = between(point, next);
    return [{ id: `m:${prefix}${i}`, x, y, kind: 'middle' }];
  });
  return [...vertices, ...middles];
}

/** All grips of a shape. `rotateReach`: how far the rotation grip stands off, in image px (a screen distance / scale). */
export function shapeHandles(shape: Shape, rotateReach: number): Handle[] {
  switch (shape.type) {
    case 'box': {
      const { x, y, width: w, height: h } = shape;
      return frameHandles([
        [x, y],
        [x + w, y],
        [x + w, y + h],
        [x, y + h],
      ]);
    }
    case 'rotatedBox':
    case 'ellipse': {
      const frame =
        shape.type === 'rotatedBox' ? shape : { ...shape, width: 2 * shape.rx, height: 2 * shape.ry };
      const corners = rotatedBoxCorners(frame);
      return [...frameHandles(corners), rotateHandle(corners, rotateReach)];
    }
    case 'polygon': {
      const vertices = shape.parts.flatMap((part, p) =>
        part.flatMap((ring, r) => lineHandles(ring, true, `${p}:${r}:`)),
      );
      const { x, y, width, height } = shapeBounds(shape);
      const frame: Point[] = [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ];
      return [...vertices, rotateHandle(frame, rotateReach)];
    }
    case 'polyline':
      return lineHandles(shape.points, false, '');
    case 'keypoints':
      return shape.points.flatMap((point, i): Handle[] =>
        point.visibility === 0 ? [] : [{ id: `v:${i}`, x: point.x, y: point.y, kind: 'vertex' }],
      );
    case 'cuboid2d':
      return [
        ...shape.front.map(([x, y], i): Handle => ({ id: `front:${i}`, x, y, kind: 'corner' })),
        ...shape.back.map(([x, y], i): Handle => ({ id: `back:${i}`, x, y, kind: 'vertex' })),
      ];
    case 'mask':
      return [];
  }
}
