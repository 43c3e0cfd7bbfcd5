import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { predictionSetStore } from '../../shared/store/prediction-set-store.ts';
import { SealedPredictionSet, sealPredictionSet } from './seal-prediction-set.ts';

/** State "Seal" of import-predictions. */
export const definition = defineHandler({
  env: StoreEnv,
  input: JobStep,
  output: SealedPredictionSet,
  deps: (_env, { store }) => ({ jobs: jobStore(store), predictionSets: predictionSetStore(store) }),
  run: sealPredictionSet,
});

export const handler = wrapHandler(definition);
