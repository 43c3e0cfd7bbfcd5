import { JobStep } from '../../shared/jobs/job-input.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { modelSeam } from '../../shared/lambda/model-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { ScoredModel, scoreModel } from './score-model.ts';

/** State "Score" of fine-tune. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: ScoredModel,
  deps: (_env, { store, blobs, models }) => ({
    jobs: jobStore(store),
    snapshots: snapshotStore(store),
    access: modelSeam({ store, blobs, models }),
    blobs,
  }),
  run: scoreModel,
});

export const handler = wrapHandler(definition);
