import sharp from 'sharp';
import type { TestApi } from './start-api.ts';
import { straightProject } from './straight-project.ts';

/** Noise in one colour: sharp, and unlike any other seed. */
export function noisePicture(seed: number, tint: [number, number, number]): Promise<Buffer> {
  const pixels = Buffer.alloc(96 * 96 * 3);
  let state = seed + 1;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[i] = Math.min(255, tint[i % 3] + (state >>> 26) + (((i / 3) % 96) * seed) / 8);
  }
  return sharp(pixels, { raw: { width: 96, height: 96, channels: 3 } })
    .png()
    .toBuffer();
}

/** A project with one empty dataset whose images are annotated and then complete. */
export function pictureProject(api: TestApi, projectId: string): Promise<{ datasetId: string }> {
  return straightProject(api, projectId, {
    classes: [],
    classifications: [
      {
        id: 'hue',
        name: 'Hue',
        archived: false,
        attributes: [
          {
            id: 'hue.is',
            name: 'is',
            type: 'radio',
            required: false,
            archived: false,
            options: ['Red', 'Blue'].map((name) => ({ id: name, name, archived: false, attributes: [] })),
          },
        ],
      },
    ],
  });
}
