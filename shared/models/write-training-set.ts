import { open, writeFile } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bitmapOfMask } from '../geometry/mask-bitmap.ts';
import type { RgbImage } from '../images/rgb-image.ts';
import type { LabelObject } from '../labels/label-object.ts';
import { labelledMask } from './labelled-mask.ts';
import { modelFrame } from './model-frame.ts';
import { TrainingSetIndex } from './training-set-index.ts';
import { resizeBilinear } from './resize-bilinear.ts';

export interface TrainingExample {
  image: RgbImage;
  objects: readonly LabelObject[];
  /** What the image is for; either all of them say or none. */
  split?: 'train' | 'val';
}

const SIDE = 256;

/**
 * Writes labelled images as the folder that the trainer reads: `images.u8`, `instances.u8` and `scenes.json` (see
 * models/sam/scenes.py), at 256 × 256 with zeros at the right and the bottom. Later objects lie over earlier ones.
 *
 * @returns how many images and objects were written; images without any outline are left out
 */
export async function writeTrainingSet(
  folder: string,
  examples: AsyncIterable<TrainingExample> | Iterable<TrainingExample>,
): Promise<{ images: number; objects: number; val: number }> {
  await mkdir(folder, { recursive: true });
  const images = await open(join(folder, 'images.u8'), 'w');
  const instances = await open(join(folder, 'instances.u8'), 'w');
  const sizes: [height: number, width: number][] = [];
  const splits: ('train' | 'val')[] = [];
  let objects = 0;
  try {
    for await (const { image, objects: labels, split } of examples) {
      const { resized } = modelFrame(image, SIDE, 'pad');
      const ids = new Uint8Array(SIDE * SIDE);
      let count = 0;
      for (const label of labels) {
        const runs = count < 255 ? labelledMask(label, image.height, image.width) : undefined;
        if (!runs) continue;
        const bitmap = bitmapOfMask(runs, image.height, image.width);
        count++;
        for (let y = 0; y < resized.height; y++) {
          const row =
            Math.min(image.height - 1, Math.floor(((y + 0.5) * image.height) / resized.height)) * image.width;
          for (let x = 0; x < resized.width; x++) {
            const column = Math.min(image.width - 1, Math.floor(((x + 0.5) * image.width) / resized.width));
            if (bitmap[row + column]) ids[y * SIDE + x] = count;
          }
        }
      }
      if (count === 0) continue;
      const small = resizeBilinear(image.data, image, resized);
      const padded = new Uint8Array(SIDE * SIDE * 3);
      for (let y = 0; y < resized.height; y++) {
        padded.set(small.subarray(3 * y * resized.width, 3 * (y + 1) * resized.width), 3 * y * SIDE);
      }
      await images.write(padded);
      await instances.write(ids);
      sizes.push([resized.height, resized.width]);
      if (split) splits.push(split);
      objects += count;
    }
  } finally {
    await images.close();
    await instances.close();
  }
  const dealt = splits.length > 0 ? { splits } : {};
  const kinds = sizes.map(() => 'labelled');
  const index = TrainingSetIndex.parse({ count: sizes.length, side: SIDE, sizes, kinds, ...dealt });
  await writeFile(join(folder, 'scenes.json'), JSON.stringify(index));
  return { images: sizes.length, objects, val: splits.filter((split) => split === 'val').length };
}
