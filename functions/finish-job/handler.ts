import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { FinishedJob, finishJob } from './finish-job.ts';

/** The last state of jobs whose shards need no putting together. */
export const definition = defineHandler({
  env: StoreEnv,
  input: JobStep,
  output: FinishedJob,
  deps: (_env, { store }) => ({ jobs: jobStore(store) }),
  run: finishJob,
});

export const handler = wrapHandler(definition);
