import { shapeArea } from '../../labels/shape-area.ts';
import { shapeBounds } from '../../labels/shape-bounds.ts';
import type { LabelObject } from '../../labels/label-object.ts';

/** Numbers of one label in its image. */
export interface LabelMetrics {
  objectId: string;
  /** Share of the image that it covers, 0–1. */
  relativeArea: number;
  /** Width / height of its box; NaN without height. */
  aspectRatio: number;
  /** Pixels from its box to the nearest side of the image; negative beyond it. */
  borderDistance: number;
  /** How many other labels' boxes touch its own. */
  crowding: number;
}

/** @param size of the image in pixels, upright */
export function labelMetrics(
  objects: readonly LabelObject[],
  size: { width: number; height: number },
): LabelMetrics[] {
  const boxes = objects.map(({ shape }) => shapeBounds(shape));
  return objects.map(({ id, shape }, index) => {
    const box = boxes[index];
    return {
      objectId: id,
      relativeArea: shapeArea(shape) / (size.width * size.height),
      aspectRatio: box.height > 0 ? box.width / box.height : NaN,
      borderDistance: Math.min(
        box.x,
        box.y,
        size.width - box.x - box.width,
        size.height - box.y - box.height,
      ),
      crowding: boxes.filter(
        (other, at) =>
          at !== index &&
          other.x <= box.x + box.width &&
          box.x <= other.x + other.width &&
          other.y <= box.y + box.height &&
          box.y <= other.y + other.height,
      ).length,
    };
  });
}
