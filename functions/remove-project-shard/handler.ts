import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { projectRemains } from '../../shared/store/project-remains.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { removeProjectShard } from './remove-project-shard.ts';

/** State "Remove tasks of a shard" of remove-project. */
export const definition = defineHandler({
  env: StoreEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store }) => ({
    jobs: jobStore(store),
    projects: projectStore(store),
    remains: projectRemains(store),
  }),
  run: removeProjectShard,
});

export const handler = wrapHandler(definition);
