import { ModelUnusable } from '../../shared/errors.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { StartedTraining, startTraining } from './start-training.ts';

/** State "Start training" of fine-tune. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: StartedTraining,
  deps: (_env, { store, models }) => {
    if (!models) throw new ModelUnusable('No model runtime is set up here.');
    return { jobs: jobStore(store), models: models.models, waitSeconds: models.trainingPollSeconds };
  },
  run: startTraining,
});

export const handler = wrapHandler(definition);
