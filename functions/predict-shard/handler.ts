import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { modelSeam } from '../../shared/lambda/model-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardStep } from '../../shared/jobs/job-input.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { predictionSetStore } from '../../shared/store/prediction-set-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { PredictedShard, predictShard } from './predict-shard.ts';

/** State "Predict a shard" of evaluate. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: PredictedShard,
  deps: (_env, { store, blobs, models }) => ({
    jobs: jobStore(store),
    tasks: taskStore(store),
    assets: assetStore(store),
    labels: labelStore({ ...store, blobs }),
    snapshots: snapshotStore(store),
    ontologies: ontologyStore(store),
    predictionSets: predictionSetStore(store),
    blobs,
    // Loaded only when a model is to predict: most evaluations bring their predictions.
    models: () => modelSeam({ store, blobs, models }).models,
    now: store.now,
  }),
  run: predictShard,
});

export const handler = wrapHandler(definition);
