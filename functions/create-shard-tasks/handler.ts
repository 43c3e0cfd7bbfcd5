import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import { createShardTasks } from './create-shard-tasks.ts';

/** State "Create tasks of a shard" of create-project-tasks. */
export const definition = defineHandler({
  env: StoreEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store, workflows }) => ({
    jobs: jobStore(store),
    projects: projectStore(store),
    assets: assetStore(store),
    tasks: taskStore(store),
    workflows: workflowStore(store),
    machines: workflows,
  }),
  run: createShardTasks,
});

export const handler = wrapHandler(definition);
