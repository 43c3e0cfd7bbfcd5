import { ModelUnusable } from '../../shared/errors.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { PreparedTraining, prepareTraining } from './prepare-training.ts';

/** State "Prepare" of fine-tune. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: PreparedTraining,
  deps: (_env, { store, blobs, models }) => {
    if (!models) throw new ModelUnusable('No model runtime is set up here.');
    return { jobs: jobStore(store), snapshots: snapshotStore(store), library: models.library, blobs };
  },
  run: prepareTraining,
});

export const handler = wrapHandler(definition);
