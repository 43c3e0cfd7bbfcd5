import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { modelSeam } from '../../shared/lambda/model-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { embedShard } from './embed-shard.ts';

/** State "Embed a shard" of embed-images. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store, blobs, models }) => ({
    jobs: jobStore(store),
    projects: projectStore(store),
    assets: assetStore(store),
    models: modelSeam({ store, blobs, models }).models,
    blobs,
  }),
  run: embedShard,
});

export const handler = wrapHandler(definition);
