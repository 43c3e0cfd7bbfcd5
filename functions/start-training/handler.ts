import { JobStep } from '../../shared/jobs/job-input.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { trainingSeam } from '../../shared/lambda/training-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { gpuBudgetStore } from '../../shared/store/gpu-budget-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { StartedTraining, startTraining } from './start-training.ts';

/** State "Start training" of fine-tune. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: StartedTraining,
  deps: (_env, { store, blobs, models }) => {
    const { trainer, pollSeconds } = trainingSeam({ blobs, models });
    return {
      jobs: jobStore(store),
      models: trainer,
      budgets: gpuBudgetStore(store),
      waitSeconds: pollSeconds,
    };
  },
  run: startTraining,
});

export const handler = wrapHandler(definition);
