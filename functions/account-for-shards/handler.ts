import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { AccountedShards, accountForShards } from './account-for-shards.ts';

/** State "Account for shards", after the distributed Map of jobs. */
export const definition = defineHandler({
  env: StoreEnv,
  input: JobStep,
  output: AccountedShards,
  deps: (_env, { store }) => ({ jobs: jobStore(store) }),
  run: accountForShards,
});

export const handler = wrapHandler(definition);
