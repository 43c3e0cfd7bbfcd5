import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardStep } from '../../shared/jobs/job-input.ts';
import { ShardPass } from '../../shared/jobs/run-shard-in-passes.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { predictionSetStore } from '../../shared/store/prediction-set-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { describeShard } from './describe-shard.ts';

/** State "Describe a shard" of curate. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: ShardPass,
  deps: (_env, { store, blobs, models }) => ({
    jobs: jobStore(store),
    assets: assetStore(store),
    projects: projectStore(store),
    predictionSets: predictionSetStore(store),
    labels: labelStore({ ...store, blobs }),
    blobs,
    models,
    now: store.now,
  }),
  run: describeShard,
});

export const handler = wrapHandler(definition);
