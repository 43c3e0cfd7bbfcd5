import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { FailedJob, failJob, FailJobInput } from './fail-job.ts';

/** Where the Catch of every job's machine leads. */
export const definition = defineHandler({
  env: StoreEnv,
  input: FailJobInput,
  output: FailedJob,
  deps: (_env, { store }) => ({ jobs: jobStore(store), snapshots: snapshotStore(store) }),
  run: failJob,
});

export const handler = wrapHandler(definition);
