import type { Point } from '../../../shared/geometry/point.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { shapeHandles } from './shape-handles.ts';
import type { SpatialIndex } from './spatial-index.ts';

/** Labels are kept at 0.01 px: vertices closer than that are the same place. */
const SAME_PLACE = 0.011;

/** Vertices of other polygons and lines that lie exactly at `point`: a border that two objects share. */
export function sharedVertices(
  index: SpatialIndex,
  ownId: string,
  [x, y]: Point,
): { object: LabelObject; handleId: string }[] {
  return index.search(x - SAME_PLACE, y - SAME_PLACE, x + SAME_PLACE, y + SAME_PLACE).flatMap((object) => {
    if (object.id === ownId || (object.shape.type !== 'polygon' && object.shape.type !== 'polyline'))
      return [];
    const handle = shapeHandles(object.shape, 0).find(
      (candidate) =>
        candidate.kind === 'vertex' && Math.hypot(candidate.x - x, candidate.y - y) <= SAME_PLACE,
    );
    return handle === undefined ? [] : [{ object, handleId: handle.id }];
  });
}
