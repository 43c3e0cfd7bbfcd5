import { BUNDLED_MODEL_ID } from '../models/active-model.ts';
import { inProcessEngine } from '../models/in-process-engine.ts';
import { localModels } from '../models/local-models.ts';
import type { ModelAccess } from '../models/model-access.ts';
import { endpointSeam } from './endpoint-seam.ts';
import { librarySeam } from './library-seam.ts';
import type { Seams } from './seams.ts';

let made: ModelAccess | undefined;

/**
 * The host's models, else ONNX Runtime in this function: small segmenters encode and decode in a Lambda within a
 * second; and the endpoint's model beside them, where there is one. Whoever calls this is packed with the runtime (60 MB), so functions that only train or list do not.
 */
export function modelSeam(seams: Pick<Seams, 'models' | 'blobs' | 'store'>): ModelAccess {
  if (seams.models) return seams.models;
  if (!made) {
    const { blobs } = seams;
    const engine = inProcessEngine({ memoryLimitBytes: 512 * 1024 ** 2, threads: 2 });
    const library = librarySeam(seams);
    made = endpointSeam(
      {
        library,
        activeModelId: async () => BUNDLED_MODEL_ID,
        models: localModels({ library, engine, blobs }),
        modelsOf: (own) => localModels({ library: own, engine, blobs }),
        trainingPollSeconds: 30,
      },
      seams,
    );
  }
  return made;
}
