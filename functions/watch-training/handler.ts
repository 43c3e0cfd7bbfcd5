import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { trainingSeam } from '../../shared/lambda/training-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { gpuPrices } from '../../shared/models/gpu-prices.ts';
import { gpuBudgetStore } from '../../shared/store/gpu-budget-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { WatchedTraining, watchTraining, WatchTrainingInput } from './watch-training.ts';

/** State "Look at the training" of fine-tune. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: WatchTrainingInput,
  output: WatchedTraining,
  deps: (_env, { store, blobs, models }) => ({
    jobs: jobStore(store),
    models: trainingSeam({ blobs, models }).trainer,
    budgets: gpuBudgetStore(store),
    prices: gpuPrices,
  }),
  run: watchTraining,
});

export const handler = wrapHandler(definition);
