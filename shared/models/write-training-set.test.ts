import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { Random } from '../demo/random.ts';
import { renderScene } from '../demo/render-scene.ts';
import { annotateScene, CAREFUL } from '../demo/simulated-annotator.ts';
import { writeTrainingSet } from './write-training-set.ts';

const folder = await mkdtemp(join(tmpdir(), 'lapidary-set-'));
afterEach(() => rm(folder, { recursive: true, force: true }));

it('lays labelled images into the frame of the model', async () => {
  const scene = renderScene({ seed: 31, width: 512, height: 384 });
  let count = 0;
  const author = { userId: 'anna', at: new Date(0), newId: () => `o${count++}` };
  const objects = annotateScene(scene, CAREFUL, new Random(1), author);
  const image = { width: 512, height: 384, data: scene.rgb };
  const written = await writeTrainingSet(folder, [
    { image, objects },
    { image, objects: [] },
  ]);
  expect(written).toEqual({ images: 1, objects: objects.length, val: 0 });
  expect(JSON.parse(await readFile(join(folder, 'scenes.json'), 'utf8'))).toMatchObject({
    count: 1,
    sizes: [[192, 256]],
  });
  const instances = await readFile(join(folder, 'instances.u8'));
  expect(instances).toHaveLength(256 * 256);
  expect((await readFile(join(folder, 'images.u8'))).length).toBe(256 * 256 * 3);
  // Each pixel of the frame belongs to an object where the picture at half size has one.
  let agreeing = 0;
  for (let y = 0; y < 192; y++) {
    for (let x = 0; x < 256; x++) {
      const isObject = scene.instances[(2 * y + 1) * 512 + 2 * x + 1] > 0;
      if (isObject === instances[y * 256 + x] > 0) agreeing++;
    }
  }
  expect(agreeing / (192 * 256)).toBeGreaterThan(0.985);
  expect(instances.subarray(192 * 256).every((value) => value === 0)).toBe(true);
});
