import { JobStep } from '../../shared/jobs/job-input.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { librarySeam } from '../../shared/lambda/library-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { PreparedTraining, prepareTraining } from './prepare-training.ts';

/** State "Prepare" of fine-tune. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: PreparedTraining,
  deps: (_env, { store, blobs, models }) => ({
    jobs: jobStore(store),
    snapshots: snapshotStore(store),
    library: librarySeam({ blobs, models }),
    blobs,
  }),
  run: prepareTraining,
});

export const handler = wrapHandler(definition);
