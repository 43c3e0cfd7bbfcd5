import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localModels } from './local-models.ts';
import { modelLibrary } from './model-library.ts';
import { onnxEngine } from './onnx-engine.ts';
import { readDetections } from './read-detections.ts';
import { suppressRepeats } from './suppress-repeats.ts';

const detectors = join(import.meta.dirname, 'test-detectors');

/** Grey, with a red patch and a blue one where cells of the detectors' 8 × 8 grid lie. */
async function picture(width: number, height: number, patches: { at: number[]; color: string }[]) {
  const layers = patches.map(({ at: [left, top, wide, high], color }) => ({
    input: { create: { width: wide, height: high, channels: 3 as const, background: color } },
    left,
    top,
  }));
  const ground = { width, height, channels: 3 as const, background: '#727272' };
  return new Uint8Array(await sharp({ create: ground }).composite(layers).png().toBuffer());
}

describe('detectors by descriptor', () => {
  let folder: string;
  const engine = onnxEngine();
  const blobs = {
    get: () => Promise.reject(new Error('unused')),
    put: () => Promise.reject(new Error('unused')),
  };
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'lapidary-detectors-'))));
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function add(profile: string, changes: object = {}, id = profile) {
    await mkdir(join(folder, id), { recursive: true });
    await cp(join(detectors, `${profile}.onnx`), join(folder, id, 'model.onnx'));
    const description = {
      id,
      name: 'Tiny',
      kind: 'detector',
      profile,
      licence: 'Apache-2.0',
      files: { model: { name: 'model.onnx' } },
      classes: ['red', 'blue'],
      classMap: { blue: 'Sapphire' },
      ...changes,
    };
    await writeFile(join(folder, id, 'model.json'), JSON.stringify(description));
    return localModels({ library: modelLibrary([folder]), engine, blobs });
  }

  it.each(['yolo-v5', 'yolo-v8', 'yolo-v10', 'detr', 'rt-detr'])(
    'finds each thing once, in pixels of the image: %s',
    async (profile) => {
      const isSquashed = profile.endsWith('detr');
      // A letterbox of 64 puts 128 × 96 at half size, 8 pixels down; squashed, the image fills the square.
      const [width, height] = isSquashed ? [128, 64] : [128, 96];
      const red = isSquashed ? [48, 16, 16, 8] : [48, 16, 16, 16];
      const blue = isSquashed ? [96, 40, 16, 8] : [96, 64, 16, 16];
      const bytes = await picture(width, height, [
        { at: red, color: '#ff0000' },
        { at: blue, color: '#0000ff' },
      ]);
      const models = await add(profile);
      const [objects] = await models.predict(profile, [{ sha256: '0', read: async () => bytes }]);
      expect(objects).toHaveLength(2);
      for (const [name, [x, y, wide, high]] of [
        ['red', red],
        ['Sapphire', blue],
      ] as const) {
        const found = objects.find(({ className }) => className === name)!;
        expect(found.score).toBeGreaterThan(0.5);
        expect(found.score).toBeLessThanOrEqual(1);
        expect(found.box.x).toBeCloseTo(x, 3);
        expect(found.box.y).toBeCloseTo(y, 3);
        expect(found.box.width).toBeCloseTo(wide, 3);
        expect(found.box.height).toBeCloseTo(high, 3);
      }
    },
  );

  it('says when classes or layout do not fit, and that a detector answers no clicks', async () => {
    const bytes = await picture(64, 64, []);
    const image = { sha256: '0', read: async () => bytes };
    const three = await add('yolo-v8', { classes: ['a', 'b', 'c'] }, 'three');
    await expect(three.predict('three', [image])).rejects.toThrow(
      /with 6 where its profile and classes need 7/,
    );
    const other = await add('yolo-v8', { profile: 'detr' }, 'other');
    await expect(other.predict('other', [image])).rejects.toThrow(/gives no logits, pred_boxes/);
    await expect(other.encode('other', image)).rejects.toThrow(/is a detector/);
    const none = await add('yolo-v8', {}, 'none');
    expect(await none.predict('none', [image])).toEqual([[]]);
  });
});

it('refuses a class that the description does not name', () => {
  const rows = {
    output0: { type: 'float32' as const, dims: [1, 1, 6], data: Float32Array.of(0, 0, 9, 9, 0.9, 7) },
  };
  const options = { side: 64, classes: 2, minimumScore: 0.1 };
  expect(() => readDetections(rows, { layout: 'rows' }, options)).toThrow(/class 7/);
});

it('keeps the best of boxes of one class that overlap, and boxes of other classes', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  const all = [
    { box, classIndex: 0, score: 0.5 },
    { box: { ...box, x: 1 }, classIndex: 0, score: 0.9 },
    { box, classIndex: 1, score: 0.4 },
    { box: { ...box, x: 6 }, classIndex: 0, score: 0.3 },
  ];
  expect(suppressRepeats(all, 0.7).map(({ score }) => score)).toEqual([0.9, 0.4, 0.3]);
});
