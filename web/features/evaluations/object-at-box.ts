import type { Box } from '../../../shared/geometry/box.ts';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { shapeBounds } from '../../../shared/labels/shape-bounds.ts';

/** Sides of a mask may be a pixel off those of the polygon that it was filled from. */
const MOST_APART = 1.5;

/** The object that has this box; none when the labels have changed since the evaluation. */
export function objectAtBox(objects: readonly LabelObject[], box: Box): LabelObject | undefined {
  let best: LabelObject | undefined;
  let least = MOST_APART;
  for (const object of objects) {
    const own = shapeBounds(object.shape);
    const apart = Math.max(
      Math.abs(own.x - box.x),
      Math.abs(own.y - box.y),
      Math.abs(own.x + own.width - box.x - box.width),
      Math.abs(own.y + own.height - box.y - box.height),
    );
    if (apart > least || (apart === least && best !== undefined)) continue;
    least = apart;
    best = object;
  }
  return best;
}
