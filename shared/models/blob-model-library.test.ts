import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { diskBlobs } from '../blobs/disk-blobs.ts';
import { blobKeys } from '../blobs/blob-keys.ts';
import { blobModelLibrary } from './blob-model-library.ts';
import { BUNDLED_MODELS } from './model-library.ts';

const root = await mkdtemp(join(tmpdir(), 'lapidary-library-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const blobs = diskBlobs({
  folder: join(root, 'blobs'),
  secret: Buffer.alloc(32),
  origin: () => '',
  now: () => new Date(),
});
const folder = join(root, 'models');
const library = blobModelLibrary({ blobs, folder, folders: [BUNDLED_MODELS] });

const description = {
  id: 'ours',
  name: 'Ours',
  kind: 'segmenter',
  profile: 'transformers-sam',
  licence: 'Apache-2.0',
  parentId: 'nano',
  files: { encoder: { name: 'encoder.onnx' }, decoder: { name: 'decoder.onnx' } },
};

it('has the bundled model, and no model whose description is not there yet', async () => {
  await blobs.put(blobKeys.modelFile('ours', 'encoder.onnx'), Buffer.from('encoder'));
  await blobs.put(blobKeys.modelFile('ours', 'decoder.onnx'), Buffer.from('decoder'));
  expect((await library.list()).map((model) => model.description.id)).toEqual(['nano']);
  await expect(library.get('ours')).rejects.toMatchObject({ name: 'NotFound' });
  await expect(library.get('../blobs')).rejects.toMatchObject({ name: 'NotFound' });
});

it('copies a registered model once, even when two ask at the same time', async () => {
  await blobs.put(blobKeys.modelFile('ours', 'model.json'), Buffer.from(JSON.stringify(description)));
  const [model] = await Promise.all([library.get('ours'), library.get('ours')]);
  expect(model).toMatchObject({ description, decoderFile: join(folder, 'ours', 'decoder.onnx') });
  expect(await readFile(join(folder, 'ours', 'decoder.onnx'), 'utf8')).toBe('decoder');
  expect(await readdir(folder)).toEqual(['ours']);
  expect((await library.list()).map((one) => one.description.id).sort()).toEqual(['nano', 'ours']);
});
