import type { Point } from '../../../shared/geometry/point.ts';
import type { Shape } from '../../../shared/labels/shape.ts';

/** A new vertex after the one that the handle `m:…` follows, at `point`. Returns the shape and the new vertex's handle. */
export function insertVertex(
  shape: Shape,
  middleId: string,
  point: Point,
): { shape: Shape; id: string } | undefined {
  const numbers = middleId.split(':').slice(1).map(Number);
  if (shape.type === 'polyline') {
    const [i] = numbers;
    return { shape: { type: 'polyline', points: shape.points.toSpliced(i + 1, 0, point) }, id: `v:${i + 1}` };
  }
  if (shape.type !== 'polygon') return undefined;
  const [p, r, i] = numbers;
  const part = shape.parts[p].with(r, shape.parts[p][r].toSpliced(i + 1, 0, point));
  return { shape: { type: 'polygon', parts: shape.parts.with(p, part) }, id: `v:${p}:${r}:${i + 1}` };
}

/**
 * The shape without the vertices that the handles name. A hole of fewer than three points goes, an outer ring takes its
 * part with it; undefined when nothing is left. Keypoints are marked as not labelled instead.
 */
export function deleteVertices(shape: Shape, handleIds: readonly string[]): Shape | undefined {
  const gone = new Set(handleIds);
  if (shape.type === 'polyline') {
    const points = shape.points.filter((_, i) => !gone.has(`v:${i}`));
    return points.length < 2 ? undefined : { type: 'polyline', points };
  }
  if (shape.type === 'keypoints') {
    const points = shape.points.map((point, i) =>
      gone.has(`v:${i}`) ? { x: 0, y: 0, visibility: 0 as const } : point,
    );
    return points.every(({ visibility }) => visibility === 0) ? undefined : { type: 'keypoints', points };
  }
  if (shape.type !== 'polygon') return shape;
  const parts = shape.parts.flatMap((part, p) => {
    const rings = part.map((ring, r) => ring.filter((_, i) => !gone.has(`v:${p}:${r}:${i}`)));
    if (rings[0].length < 3) return [];
    return [rings.filter((ring) => ring.length >= 3)];
  });
  return parts.length === 0 ? undefined : { type: 'polygon', parts };
}
