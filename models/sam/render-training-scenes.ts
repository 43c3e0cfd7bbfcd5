import { parseArgs } from 'node:util';
import { renderScene, type SceneStyle } from '../../shared/demo/render-scene.ts';
import type { Scene } from '../../shared/demo/scene.ts';
import { renderShapes } from '../../shared/demo/render-shapes.ts';
import { writeScenes } from '../../shared/models/write-scenes.ts';

/**
 * Writes scenes for training and measuring `nano`:
 *   scenes.json     { count, side, sizes: [[height, width], …], kinds: [string, …] }
 *   images.u8       count × 256 × 256 × 3, RGB, padded with zeros at the right and the bottom
 *   instances.u8    count × 256 × 256, 0 background, n the n-th object
 *
 * node models/sam/render-training-scenes.ts OUT --scenes 4000 --seed 1 --mix training|tray|shifted|mounted
 */
const SIDE = 256;
const STYLES: SceneStyle[] = ['tray', 'shifted', 'mounted'];

/** Two pixels of the large picture become one, as when a photograph is brought down to the model's size. */
function halve(scene: Scene): Scene {
  const width = scene.width / 2;
  const height = scene.height / 2;
  const rgb = new Uint8Array(width * height * 3);
  const instances = new Uint16Array(width * height);
  const row = scene.width * 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 2 * y * row + 6 * x;
      const to = 3 * (y * width + x);
      for (let channel = 0; channel < 3; channel++) {
        const at = from + channel;
        rgb[to + channel] =
          (scene.rgb[at] + scene.rgb[at + 3] + scene.rgb[at + row] + scene.rgb[at + row + 3] + 2) >> 2;
      }
      instances[y * width + x] = scene.instances[(2 * y + 1) * scene.width + 2 * x + 1];
    }
  }
  return { ...scene, width, height, rgb, instances };
}

/** Trays most of all (13 of 20), some at the size of a photograph brought down, then shapes of every kind. */
function trainingScene(index: number, seed: number): { scene: Scene; kind: string } {
  const turn = index % 20;
  if (turn < 6) return { kind: 'tray', scene: renderScene({ seed, width: SIDE, height: SIDE }) };
  if (turn < 13) return { kind: 'tray', scene: halve(renderScene({ seed, width: 512, height: 384 })) };
  return { kind: 'shapes', scene: renderShapes({ seed, width: SIDE, height: SIDE }) };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scenes: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
    mix: { type: 'string', default: 'training' },
  },
});
const out = positionals[0];
if (out === undefined)
  throw new Error('Say where to write: render-training-scenes.ts OUT [--scenes N] [--seed S] [--mix M]');

function* scenes() {
  const count = Number(values.scenes);
  const style = STYLES.find((one) => one === values.mix) ?? 'tray';
  for (let index = 0; index < count; index++) {
    // Seeds of different runs never meet while a run has under a million scenes.
    const seed = Number(values.seed) * 1_000_000 + index;
    yield values.mix === 'training'
      ? trainingScene(index, seed)
      : { kind: style, scene: renderScene({ seed, style, width: SIDE, height: SIDE }) };
    if (process.stderr.isTTY && index % 100 === 0) process.stderr.write(`\r${index} of ${count}`);
  }
}
await writeScenes(out, scenes());
