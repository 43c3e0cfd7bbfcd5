import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { collectionStore } from '../../shared/store/collection-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { freezeShard } from './freeze-shard.ts';

/** State "Freeze a shard" of freeze-snapshot. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store, blobs }) => ({
    jobs: jobStore(store),
    tasks: taskStore(store),
    assets: assetStore(store),
    collections: collectionStore(store),
    labels: labelStore({ ...store, blobs }),
    blobs,
  }),
  run: freezeShard,
});

export const handler = wrapHandler(definition);
