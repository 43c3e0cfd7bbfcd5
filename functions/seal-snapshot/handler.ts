import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { SealedSnapshot, sealSnapshotJob } from './seal-snapshot.ts';

/** State "Seal" of freeze-snapshot and of fine-tune. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: SealedSnapshot,
  deps: (_env, { store, blobs }) => ({
    jobs: jobStore(store),
    snapshots: snapshotStore(store),
    ontologies: ontologyStore(store),
    blobs,
  }),
  run: sealSnapshotJob,
});

export const handler = wrapHandler(definition);
