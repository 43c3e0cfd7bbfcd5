import { maskOfBitmap } from '../geometry/mask-bitmap.ts';
import type { Point } from '../geometry/point.ts';
import type { Polygon } from '../geometry/polygon.ts';
import { encodeRleCounts } from '../geometry/rle-codec.ts';
import type { Rle } from '../geometry/rle.ts';
import { traceMask } from '../geometry/trace-mask.ts';
import type { Scene, SceneObject } from './scene.ts';

/** One byte per pixel of the object's box, row by row: is it this object that is seen there? */
function visibleInBox(scene: Scene, object: SceneObject): Uint8Array {
  const { x, y, width, height } = object.box;
  const bitmap = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * scene.width + x;
    for (let column = 0; column < width; column++) {
      bitmap[row * width + column] = Number(scene.instances[start + column] === object.instance);
    }
  }
  return bitmap;
}

/** Exactly the pixels of an object that are seen, over the whole image. */
export function visibleMask(scene: Scene, object: SceneObject): Rle {
  const bitmap = Uint8Array.from(scene.instances, (instance) => Number(instance === object.instance));
  const runs = maskOfBitmap(bitmap, scene.height, scene.width);
  return { size: [scene.height, scene.width], counts: encodeRleCounts(runs) };
}

/** The outline of exactly those pixels, corner by corner; an object cut in two has two parts. */
export function visiblePolygon(scene: Scene, object: SceneObject): Polygon {
  const { x, y, width, height } = object.box;
  const runs = maskOfBitmap(visibleInBox(scene, object), height, width);
  const shift = ([px, py]: Point): Point => [px + x, py + y];
  return { parts: traceMask(runs, height, width).map((part) => part.map((ring) => ring.map(shift))) };
}
