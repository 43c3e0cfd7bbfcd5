import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import { traceMask } from '../../../shared/geometry/trace-mask.ts';
import { shapePolygon } from '../../../shared/labels/shape-polygon.ts';
import type { Shape } from '../../../shared/labels/shape.ts';

/**
 * A shape as an SVG path in pixels of the image. Keypoints are strokes of no length, which round line caps make dots;
 * those that are not labelled are left out.
 */
export function shapeOutline(shape: Shape): string {
  if (shape.type === 'keypoints') {
    return shape.points
      .filter(({ visibility }) => visibility > 0)
      .map(({ x, y }) => `M${x} ${y}h0`)
      .join('');
  }
  if (shape.type === 'polyline') return `M${lineOf(shape.points)}`;
  if (shape.type === 'cuboid2d') return closed(shape.front) + closed(shape.back);
  if (shape.type === 'mask') {
    const counts = decodeRleCounts(shape.counts);
    return counts === undefined
      ? ''
      : traceMask(counts, ...shape.size)
          .flat()
          .map(closed)
          .join('');
  }
  return (shapePolygon(shape)?.parts ?? []).flat().map(closed).join('');
}

function closed(ring: readonly (readonly [number, number])[]): string {
  return `M${lineOf(ring)}Z`;
}

function lineOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${x} ${y}`).join('L');
}
