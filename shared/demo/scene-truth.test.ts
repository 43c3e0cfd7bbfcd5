import { expect, it } from 'vitest';
import { bitmapOfMask } from '../geometry/mask-bitmap.ts';
import { isPointInPolygon } from '../geometry/is-point-in-polygon.ts';
import { polygonArea } from '../geometry/polygon-area.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { renderScene } from './render-scene.ts';
import { visibleMask, visiblePolygon } from './scene-truth.ts';

const scene = renderScene({ seed: 3, width: 160, height: 120 });

it('gives every visible pixel to exactly one mask', () => {
  const owners = new Uint16Array(scene.width * scene.height);
  for (const object of scene.objects) {
    const { counts, size } = visibleMask(scene, object);
    expect(size).toEqual([120, 160]);
    bitmapOfMask(decodeRleCounts(counts)!, 120, 160).forEach((inside, at) => {
      if (inside) owners[at] += object.instance;
    });
  }
  expect(owners).toEqual(scene.instances);
});

it('outlines exactly the pixels that are seen', () => {
  for (const object of scene.objects) {
    const polygon = visiblePolygon(scene, object);
    expect(polygonArea(polygon)).toBe(object.area);
    for (let at = 0; at < scene.instances.length; at += 7) {
      const centre: [number, number] = [(at % scene.width) + 0.5, Math.floor(at / scene.width) + 0.5];
      expect(isPointInPolygon(centre, polygon)).toBe(scene.instances[at] === object.instance);
    }
  }
});
