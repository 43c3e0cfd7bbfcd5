import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BUNDLED_MODELS, modelLibrary } from '../../shared/models/model-library.ts';
import { addSegmenter } from './add-model.ts';

const encoder = join(BUNDLED_MODELS, 'nano', 'encoder.onnx');
const decoder = join(BUNDLED_MODELS, 'nano', 'decoder.onnx');
const options = { profile: 'transformers-sam', licence: 'MIT' };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-add-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('adds a pair that answers, in place of one of the same name', async () => {
  await addSegmenter(folder, 'own', { ...options, encoder, decoder });
  await addSegmenter(folder, 'own', { ...options, licence: 'Apache-2.0', encoder, decoder });
  expect(await readdir(folder)).toEqual(['own']);
  expect((await modelLibrary([folder]).get('own')).description).toMatchObject({ licence: 'Apache-2.0' });
});

it.each([
  ['a broken file', { ...options, encoder, decoder: 'broken' }],
  ['swapped files', { ...options, encoder: decoder, decoder: encoder }],
  ['the profile of another family', { ...options, profile: 'efficient-sam', encoder, decoder }],
])('refuses %s, and leaves nothing behind', async (_what, given) => {
  const broken = join(folder, 'broken.onnx');
  await writeFile(broken, 'not a model');
  const asked = { ...given, decoder: given.decoder === 'broken' ? broken : given.decoder };
  await expect(addSegmenter(join(folder, 'models'), 'own', asked)).rejects.toMatchObject({
    name: 'ModelUnusable',
  });
  expect(await readdir(folder)).toEqual(['broken.onnx']);
});
