import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { RedriveJobsInput, RedrivenJobs, redriveJobs } from './redrive-jobs.ts';

/** Called by the clock, not by a state machine. */
export const definition = defineHandler({
  env: StoreEnv,
  input: RedriveJobsInput,
  output: RedrivenJobs,
  deps: (_env, { store, workflows }) => ({
    jobs: jobStore(store),
    snapshots: snapshotStore(store),
    machines: workflows,
    now: store.now,
  }),
  run: redriveJobs,
});

export const handler = wrapHandler(definition);
