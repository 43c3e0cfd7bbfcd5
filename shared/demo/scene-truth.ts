import { maskOfBitmap } from '../geometry/mask-bitmap.ts';
import type { Polygon } from '../geometry/polygon.ts';
import { encodeRleCounts } from '../geometry/rle-codec.ts';
import type { Rle } from '../geometry/rle.ts';
import { traceMask } from '../geometry/trace-mask.ts';
import type { Scene, SceneObject } from './scene.ts';

/** Column-major runs of the pixels of one object that are seen. */
function visibleRuns(scene: Scene, object: SceneObject): Uint32Array {
  const bitmap = new Uint8Array(scene.instances.length);
  const { x, y, width, height } = object.box;
  for (let row = y; row < y + height; row++) {
    const start = row * scene.width;
    for (let at = start + x; at < start + x + width; at++)
      bitmap[at] = Number(scene.instances[at] === object.instance);
  }
  return maskOfBitmap(bitmap, scene.height, scene.width);
}

/** Exactly the pixels of an object that are seen, over the whole image. */
export function visibleMask(scene: Scene, object: SceneObject): Rle {
  return { size: [scene.height, scene.width], counts: encodeRleCounts(visibleRuns(scene, object)) };
}

/** The outline of exactly those pixels, corner by corner; an object cut in two has two parts. */
export function visiblePolygon(scene: Scene, object: SceneObject): Polygon {
  return { parts: traceMask(visibleRuns(scene, object), scene.height, scene.width) };
}
