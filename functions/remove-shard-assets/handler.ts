import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { datasetStore } from '../../shared/store/dataset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { removeShardAssets } from './remove-shard-assets.ts';

/** State "Remove images of a shard" of remove-dataset. */
export const definition = defineHandler({
  env: StoreEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store }) => ({
    jobs: jobStore(store),
    datasets: datasetStore(store),
    assets: assetStore(store),
  }),
  run: removeShardAssets,
});

export const handler = wrapHandler(definition);
