import type { ModelLibrary } from './model-library.ts';
import type { Models } from './models.ts';

/** Models as functions and routes get them: what runs them, which there are, and which answers when none is named. */
export interface ModelAccess {
  models: Models;
  library: ModelLibrary;
  activeModelId: () => Promise<string>;
}
