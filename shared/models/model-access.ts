import type { ModelLibrary } from './model-library.ts';
import type { ModelPulls } from './model-pulls.ts';
import type { Models } from './models.ts';

/** Models as functions and routes get them: what runs them, which there are, and which answers when none is named. */
export interface ModelAccess {
  models: Models;
  library: ModelLibrary;
  activeModelId: () => Promise<string>;
  /** What can be fetched from elsewhere; missing where models are deployed, not fetched. */
  pulls?: ModelPulls;
  /** Seconds between two looks at a training: a second here, half a minute where every look costs. */
  trainingPollSeconds: number;
  /** The same runtime on models that are not registered, such as one that was just trained. */
  modelsOf: (library: ModelLibrary) => Pick<Models, 'encode' | 'decode'>;
}
