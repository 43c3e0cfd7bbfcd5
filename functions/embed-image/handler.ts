import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { modelSeam } from '../../shared/lambda/model-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jsonLog } from '../../shared/log.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { projectModelStore } from '../../shared/store/project-model-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { EmbeddedImage, embedImage, EmbedImageInput } from './embed-image.ts';

let last: Promise<void> = Promise.resolve();

/** On one machine images go on arriving while the model catches up, one image in memory at a time. */
function behindTheScenes(task: () => Promise<void>): Promise<void> {
  const log = jsonLog({ function: 'embed-image' });
  last = last.then(task).catch((error: unknown) => {
    log.warn('An image was not embedded; its first click does it.', { error: String(error) });
  });
  return Promise.resolve();
}

/** State "Embed image" of ingest-asset. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: EmbedImageInput,
  output: EmbeddedImage,
  deps: (_env, { store, blobs, models }) => ({
    assets: assetStore(store),
    projects: projectStore(store),
    chosen: projectModelStore(store),
    access: modelSeam({ store, blobs, models }),
    blobs,
    work: models ? behindTheScenes : (task) => task(),
  }),
  run: embedImage,
});

export const handler = wrapHandler(definition);
