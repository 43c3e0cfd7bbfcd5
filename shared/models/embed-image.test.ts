import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinyOnnx } from '../../test/support/tiny-onnx.ts';
import { NotFound } from '../errors.ts';
import { localModels } from './local-models.ts';
import { modelLibrary } from './model-library.ts';
import { onnxEngine } from './onnx-engine.ts';

const engine = onnxEngine();
let folder: string;
let kept: Map<string, Uint8Array>;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'lapidary-embedders-'))));
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** Means of the channels, as [1, 3, 1, 1]. */
const CHANNEL_MEANS = {
  nodes: [{ type: 'GlobalAveragePool', from: 'pixels', to: 'features' }],
  inputs: { pixels: [1, 3, 8, 8] },
  outputs: { features: [1, 3, 1, 1] },
};
/** Three tokens of 64 numbers: the pixels of red, of green, of blue. */
const CHANNEL_TOKENS = {
  nodes: [
    { type: 'Flatten', from: 'pixels', to: 'rows', int: { axis: 2 } },
    { type: 'Unsqueeze', from: 'rows', to: 'tokens', ints: { axes: [0] } },
  ],
  inputs: { pixels: [1, 3, 0, 0] },
  outputs: { tokens: [1, 3, 64] },
};
const PLAIN = { mean: [0, 0, 0], std: [1, 1, 1] };

async function add(id: string, graph: Parameters<typeof tinyOnnx>[0], changes: object = {}) {
  await mkdir(join(folder, id), { recursive: true });
  await writeFile(join(folder, id, 'model.onnx'), tinyOnnx(graph));
  const files = { model: { name: 'model.onnx' } };
  const description = { id, name: 'Tiny', kind: 'embedder', licence: 'Apache-2.0', files, ...changes };
  await writeFile(join(folder, id, 'model.json'), JSON.stringify(description));
  kept = new Map();
  return localModels({
    library: modelLibrary([folder]),
    engine,
    blobs: {
      get: async (key) => kept.get(key) ?? Promise.reject(new NotFound('blob', key)),
      put: async (key, bytes) => {
        kept.set(key, bytes as Uint8Array);
        return { etag: '', size: 0 };
      },
    },
  });
}

/** Red on the left quarter, blue in the middle, green on the right quarter. */
async function flag(width: number, height: number): Promise<Uint8Array> {
  const quarter = { width: width / 4, height, channels: 3 as const };
  const red = { input: { create: { ...quarter, background: '#ff0000' } }, left: 0, top: 0 };
  const green = { input: { create: { ...quarter, background: '#00ff00' } }, left: 0.75 * width, top: 0 };
  const blue = { width, height, channels: 3 as const, background: '#0000ff' };
  return sharp({ create: blue }).composite([red, green]).png().toBuffer();
}

async function vectorOf(models: ReturnType<typeof localModels>, id: string, bytes: Uint8Array) {
  const { tensors } = await models.encode(id, { sha256: 'aa', read: async () => bytes });
  return [...(Object.values(tensors)[0].data as Float32Array)].map((value) => Number(value.toFixed(3)));
}

it('cuts the middle out or squashes the whole, and averages over places', async () => {
  const bytes = await flag(16, 8);
  const middle = await add('middle', CHANNEL_MEANS, PLAIN);
  expect(await vectorOf(middle, 'middle', bytes)).toEqual([0, 0, 1]);
  const whole = await add('whole', CHANNEL_MEANS, { ...PLAIN, fit: 'squash' });
  const [red, green, blue] = await vectorOf(whole, 'whole', bytes);
  expect([red / blue, green / blue]).toEqual([expect.closeTo(0.5, 1), expect.closeTo(0.5, 1)]);
  // Kept: the image is not asked for again.
  expect([...kept.keys()]).toEqual(['embeddings/whole/aa']);
  const never = () => Promise.reject(new Error('read again'));
  expect((await whole.encode('whole', { sha256: 'aa', read: never })).tensors.features.dims).toEqual([1, 3]);
});

it('normalises by mean and std of the description', async () => {
  const grey = { width: 9, height: 9, channels: 3 as const, background: '#808080' };
  const bytes = await sharp({ create: grey }).png().toBuffer();
  const level = 128 / 255;
  const models = await add('scaled', CHANNEL_MEANS, {
    mean: [0, level, level - 0.3],
    std: [level / 0.4, 1, 1],
  });
  expect(await vectorOf(models, 'scaled', bytes)).toEqual([0.8, 0, 0.6]);
});

it('takes the first token, or the mean of all, of an input of any size', async () => {
  const red = { width: 4, height: 4, channels: 3 as const, background: '#ff0000' };
  const bytes = await sharp({ create: red }).png().toBuffer();
  const first = await add('first', CHANNEL_TOKENS, { ...PLAIN, side: 8 });
  expect(await vectorOf(first, 'first', bytes)).toEqual(Array(64).fill(0.125));
  const green = await sharp({ create: { ...red, background: '#00ff00' } })
    .png()
    .toBuffer();
  const dark = await add('dark', CHANNEL_TOKENS, { ...PLAIN, side: 8 });
  expect(await vectorOf(dark, 'dark', green)).toEqual(Array(64).fill(0));
  const mean = await add('mean', CHANNEL_TOKENS, { ...PLAIN, side: 8, pooling: 'mean' });
  expect(await vectorOf(mean, 'mean', green)).toEqual(Array(64).fill(0.125));
});

it('says what does not fit', async () => {
  const bytes = await flag(32, 16);
  const image = { sha256: 'aa', read: async () => bytes };
  const sizeless = await add('sizeless', CHANNEL_TOKENS, PLAIN);
  await expect(sizeless.encode('sizeless', image)).rejects.toThrow(/needs a side/);
  const flat = await add('flat', CHANNEL_MEANS, { pooling: 'class-token' });
  await expect(flat.encode('flat', image)).rejects.toThrow(/answered \[1, 3, 1, 1\]/);
  const other = await add('other', CHANNEL_MEANS, { input: 'image' });
  await expect(other.encode('other', image)).rejects.toThrow(
    /takes pixels \[1, 3, 8, 8\] and gives features/,
  );
  await expect(other.predict('other', [image])).rejects.toThrow(/embedder/);
  const models = await add('clicks', CHANNEL_MEANS, PLAIN);
  const embedding = await models.encode('clicks', image);
  await expect(models.decode(embedding, [{ points: [[1, 1]], labels: [1] } as never])).rejects.toThrow(
    /answers no clicks/,
  );
});
