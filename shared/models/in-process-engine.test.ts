import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { modelsContract } from '../../test/contracts/models.contract.ts';
import { diskBlobs } from '../blobs/disk-blobs.ts';
import { inProcessEngine } from './in-process-engine.ts';
import { localModels } from './local-models.ts';
import { BUNDLED_MODELS, modelLibrary } from './model-library.ts';

const root = await mkdtemp(join(tmpdir(), 'lapidary-engine-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const engine = () => inProcessEngine({ memoryLimitBytes: 512 * 1024 ** 2, threads: 1 });

modelsContract('in the thread that asks, as in a Lambda', async () => {
  const blobs = diskBlobs({
    folder: await mkdtemp(join(root, 'blobs-')),
    secret: Buffer.alloc(32),
    origin: () => '',
    now: () => new Date(),
  });
  return {
    models: localModels({ library: modelLibrary([BUNDLED_MODELS]), engine: engine(), blobs }),
    modelId: 'nano',
  };
});

it('says which file is broken, and answers the next question', async () => {
  const broken = join(root, 'broken.onnx');
  await writeFile(broken, 'no graph');
  const asked = engine();
  await expect(asked.inspect(broken)).rejects.toMatchObject({ name: 'ModelUnusable' });
  const { inputs } = await asked.inspect(join(BUNDLED_MODELS, 'nano', 'decoder.onnx'));
  expect(inputs.map(({ name }) => name)).toContain('image_embeddings');
});
