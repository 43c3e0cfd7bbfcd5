import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { predictionSetStore } from '../../shared/store/prediction-set-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { matchShard } from './match-shard.ts';

/** State "Match a shard" of evaluate. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store, blobs }) => ({
    jobs: jobStore(store),
    tasks: taskStore(store),
    assets: assetStore(store),
    labels: labelStore({ ...store, blobs }),
    snapshots: snapshotStore(store),
    ontologies: ontologyStore(store),
    predictionSets: predictionSetStore(store),
    blobs,
  }),
  run: matchShard,
});

export const handler = wrapHandler(definition);
