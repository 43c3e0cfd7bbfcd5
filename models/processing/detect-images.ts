// What the product itself finds on images, for test_predict_images.py:
//   node models/processing/detect-images.ts MODELS MODEL FILE…
// MODELS holds a folder per model. Prints one line per file: a list of objects, or null for what cannot be read.
import { readFile } from 'node:fs/promises';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { inProcessEngine } from '../../shared/models/in-process-engine.ts';
import { localModels } from '../../shared/models/local-models.ts';
import { modelLibrary } from '../../shared/models/model-library.ts';

const [folder, modelId, ...files] = process.argv.slice(2);
const unused = () => Promise.reject(new Error('A detector keeps nothing.'));
const models = localModels({
  library: modelLibrary([folder]),
  engine: inProcessEngine({ memoryLimitBytes: 512 * 1024 ** 2, threads: 1 }),
  blobs: { get: unused, put: unused },
});
for (const file of files) {
  const [found] = await models
    .predict(modelId, [{ sha256: file, read: () => readFile(file) }])
    .catch((error: unknown) => {
      if (error instanceof ImageFault) return [null];
      throw error;
    });
  console.log(JSON.stringify(found));
}
await models.close();
