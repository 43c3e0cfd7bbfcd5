import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Scene } from '../demo/scene.ts';
import { TrainingSetIndex } from './training-set-index.ts';

const SIDE = 256;

/**
 * Writes rendered scenes of at most 256 × 256 pixels as the folder that the trainer reads: `images.u8` (RGB),
 * `instances.u8` (0 background, n the n-th object), both padded with zeros at the right and the bottom, `scenes.json`.
 */
export async function writeScenes(
  folder: string,
  scenes: Iterable<{ scene: Pick<Scene, 'width' | 'height' | 'rgb' | 'instances'>; kind: string }>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const images = createWriteStream(join(folder, 'images.u8'));
  const masks = createWriteStream(join(folder, 'instances.u8'));
  const sizes: [number, number][] = [];
  const kinds: string[] = [];
  for (const { scene, kind } of scenes) {
    const image = Buffer.alloc(SIDE * SIDE * 3);
    const mask = Buffer.alloc(SIDE * SIDE);
    for (let y = 0; y < scene.height; y++) {
      image.set(scene.rgb.subarray(3 * y * scene.width, 3 * (y + 1) * scene.width), 3 * y * SIDE);
      mask.set(scene.instances.subarray(y * scene.width, (y + 1) * scene.width), y * SIDE);
    }
    sizes.push([scene.height, scene.width]);
    kinds.push(kind);
    if (!images.write(image)) await once(images, 'drain');
    if (!masks.write(mask)) await once(masks, 'drain');
  }
  images.end();
  masks.end();
  await Promise.all([finished(images), finished(masks)]);
  const index = TrainingSetIndex.parse({ count: sizes.length, side: SIDE, sizes, kinds });
  await writeFile(join(folder, 'scenes.json'), JSON.stringify(index));
}
