import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { processingSeam } from '../../shared/lambda/processing-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { gpuBudgetStore } from '../../shared/store/gpu-budget-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { predictionSetStore } from '../../shared/store/prediction-set-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { PreparedPredictions, preparePredictions, PreparePredictionsInput } from './prepare-predictions.ts';

/** State "Prepare predictions" of evaluate; after it either SageMaker predicts, or the shards do. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: PreparePredictionsInput,
  output: PreparedPredictions,
  deps: (_env, { store, blobs, models }) => ({
    jobs: jobStore(store),
    tasks: taskStore(store),
    assets: assetStore(store),
    labels: labelStore({ ...store, blobs }),
    snapshots: snapshotStore(store),
    predictionSets: predictionSetStore(store),
    budgets: gpuBudgetStore(store),
    blobs,
    // A host that has models runs them itself.
    processing: () => (models ? undefined : processingSeam()),
  }),
  run: preparePredictions,
});

export const handler = wrapHandler(definition);
