import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { modelSeam } from '../../shared/lambda/model-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { projectModelStore } from '../../shared/store/project-model-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { EmbeddedImage, embedImage, EmbedImageInput } from './embed-image.ts';

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
  }),
  run: embedImage,
});

export const handler = wrapHandler(definition);
