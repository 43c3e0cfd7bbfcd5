import { join } from 'node:path';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { activeModel } from '../../shared/models/active-model.ts';
import { blobModelLibrary } from '../../shared/models/blob-model-library.ts';
import { localModels } from '../../shared/models/local-models.ts';
import { localTrainer } from '../../shared/models/local-trainer.ts';
import { BUNDLED_MODELS } from '../../shared/models/model-library.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import { modelPulls } from '../../shared/models/model-pulls.ts';
import { onnxEngine } from '../../shared/models/onnx-engine.ts';

/** Segmenters of this machine: what was pulled into the data folder, what was tuned here, and the one that comes along. */
export function localSegmenters(dataFolder: string, blobs: Blobs): ModelAccess {
  const folder = join(dataFolder, 'models');
  const library = blobModelLibrary({ blobs, folder, folders: [folder, BUNDLED_MODELS] });
  // The runtime starts with the first click and ends when nobody has clicked for a while.
  const engine = onnxEngine();
  const trainer = localTrainer({
    blobs,
    folder: join(dataFolder, 'training'),
    scripts: BUNDLED_MODELS,
    python: async (signal) =>
      (await import('../../models/sam/ensure-python.ts')).ensurePython(signal, (line) => console.error(line)),
  });
  return {
    library,
    activeModelId: activeModel(folder).get,
    models: localModels({ library, engine, blobs, trainer }),
    pulls: modelPulls({ folder, library, source: process.env.LAPIDARY_MODELS_MIRROR }),
    trainingPollSeconds: 1,
    modelsOf: (own) => localModels({ library: own, engine, blobs }),
  };
}
