import { join } from 'node:path';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { activeModel } from '../../shared/models/active-model.ts';
import { localModels } from '../../shared/models/local-models.ts';
import { BUNDLED_MODELS, modelLibrary } from '../../shared/models/model-library.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import { onnxEngine } from '../../shared/models/onnx-engine.ts';

/** Segmenters of this machine: what was pulled into the data folder, and the one that comes along. */
export function localSegmenters(dataFolder: string, blobs: Blobs): ModelAccess {
  const folder = join(dataFolder, 'models');
  const library = modelLibrary([folder, BUNDLED_MODELS]);
  // The runtime starts with the first click and ends when nobody has clicked for a while.
  return {
    library,
    activeModelId: activeModel(folder).get,
    models: localModels({ library, engine: onnxEngine(), blobs }),
  };
}
