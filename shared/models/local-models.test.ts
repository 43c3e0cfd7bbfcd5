import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { modelsContract } from '../../test/contracts/models.contract.ts';
import { NotFound } from '../errors.ts';
import { rleArea, rleIou } from '../geometry/rle-operations.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { goldenPicture } from './golden-picture.ts';
import type { InferenceEngine } from './inference-engine.ts';
import { localModels } from './local-models.ts';
import { BUNDLED_MODELS, modelLibrary } from './model-library.ts';
import { onnxEngine } from './onnx-engine.ts';
import golden from './segmenter.golden.json' with { type: 'json' };

function memoryBlobs() {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    get: async (key: string) => {
      const bytes = kept.get(key);
      if (!bytes) throw new NotFound('blob', key);
      return bytes;
    },
    put: async (key: string, body: unknown) => {
      kept.set(key, body as Uint8Array);
      return { etag: '1', size: 1 };
    },
  };
}

const folder = await mkdtemp(join(tmpdir(), 'lapidary-models-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const bundled = (engine: InferenceEngine = onnxEngine(), blobs = memoryBlobs()) =>
  localModels({ library: modelLibrary([BUNDLED_MODELS]), engine, blobs });

modelsContract('ONNX Runtime in a process of its own', async () => ({ modelId: 'nano', models: bundled() }));

describe('the local models', () => {
  const picture = goldenPicture(256, 192);
  const readPicture = async () =>
    new Uint8Array(
      await sharp(picture.data, { raw: { width: 256, height: 192, channels: 3 } })
        .png()
        .toBuffer(),
    );

  it('gives the masks of the torch model on 50 prompts', async () => {
    const models = bundled();
    const embedding = await models.encode('nano', { sha256: 'd'.repeat(64), read: readPicture });
    const masks = await models.decode(
      embedding,
      golden.prompts.map(({ box, points }) => ({
        points: points.map(([x, y, label]) => ({ x, y, label: label as 0 | 1 })),
        ...(box ? { box: { x: box[0], y: box[1], width: box[2], height: box[3] } } : {}),
      })),
    );
    let worst = 1;
    masks.forEach(({ mask, score }, index) => {
      const { area, runs, score: expected } = golden.prompts[index];
      const found = decodeRleCounts(mask.counts)!;
      if (area > 200) worst = Math.min(worst, rleIou(found, runs));
      else expect(rleArea(found)).toBeLessThan(260);
      expect(Math.abs(score - Math.max(0, Math.min(1, expected)))).toBeLessThan(0.02);
    });
    // The kept weights and embeddings are fp16: single pixels on an edge may fall on the other side.
    expect(worst).toBeGreaterThan(0.97);
    await models.close();
  });

  it('keeps embeddings as fp16 and makes one that is damaged anew', async () => {
    const blobs = memoryBlobs();
    const models = bundled(onnxEngine(), blobs);
    const first = await models.encode('nano', { sha256: 'e'.repeat(64), read: readPicture });
    const [[key, bytes]] = blobs.kept;
    expect(key).toBe(`embeddings/nano/${'e'.repeat(64)}`);
    expect(bytes.length).toBeLessThan(2 * 96 * 16 * 16 + 400);
    blobs.kept.set(key, bytes.subarray(0, 900));
    expect(await models.encode('nano', { sha256: 'e'.repeat(64), read: readPicture })).toEqual(first);
    await models.close();
  });

  it('says what is wrong with a broken file and works again once it is mended', async () => {
    await cp(join(BUNDLED_MODELS, 'nano'), join(folder, 'nano'), { recursive: true });
    await writeFile(join(folder, 'nano', 'encoder.onnx'), 'not a graph');
    const models = localModels({
      library: modelLibrary([folder]),
      engine: onnxEngine(),
      blobs: memoryBlobs(),
    });
    const image = { sha256: 'f'.repeat(64), read: readPicture };
    await expect(models.encode('nano', image)).rejects.toMatchObject({
      name: 'ModelUnusable',
      message: expect.stringContaining('encoder.onnx'),
    });
    await cp(join(BUNDLED_MODELS, 'nano', 'encoder.onnx'), join(folder, 'nano', 'encoder.onnx'));
    await expect(models.encode('nano', image)).resolves.toMatchObject({ modelId: 'nano' });
    await models.close();
  });

  it('refuses encoder and decoder in each other’s place, and answers that are no numbers', async () => {
    const description = {
      id: 'swapped',
      name: 'x',
      kind: 'segmenter',
      profile: 'transformers-sam',
      licence: 'MIT',
    };
    await cp(join(BUNDLED_MODELS, 'nano'), join(folder, 'swapped'), { recursive: true });
    await writeFile(
      join(folder, 'swapped', 'model.json'),
      JSON.stringify({
        ...description,
        files: { encoder: { name: 'decoder.onnx' }, decoder: { name: 'encoder.onnx' } },
      }),
    );
    const models = localModels({
      library: modelLibrary([folder]),
      engine: onnxEngine(),
      blobs: memoryBlobs(),
    });
    const image = { sha256: '0'.repeat(64), read: readPicture };
    await expect(models.encode('swapped', image)).rejects.toThrow(
      /has no pixel_values .*its profile does not fit/,
    );
    await models.close();

    const real = onnxEngine();
    const blobs = memoryBlobs();
    const sick = bundled(
      {
        ...real,
        run: async (file, inputs, outputs, priority) => {
          const found = await real.run(file, inputs, outputs, priority);
          for (const tensor of Object.values(found)) tensor.data[0] = NaN as never;
          return found;
        },
      },
      blobs,
    );
    await expect(sick.encode('nano', image)).rejects.toThrow(/not numbers/);
    expect(blobs.kept.size).toBe(0);
    await sick.close();
  });

  it('takes a person’s click before the batch work that waits', async () => {
    const engine = onnxEngine();
    const models = bundled(engine);
    const embedding = await models.encode('nano', { sha256: '1'.repeat(64), read: readPicture });
    const prompt = { points: [{ x: 128, y: 96, label: 1 as const }] };
    const order: string[] = [];
    const batch = Array.from({ length: 12 }, async () => {
      await models.decode(embedding, [prompt], { priority: 'batch' });
      order.push('batch');
    });
    const click = models.decode(embedding, [prompt]).then(() => order.push('click'));
    await Promise.all([...batch, click]);
    expect(order.indexOf('click')).toBeLessThan(3);
    await models.close();
  });
});
