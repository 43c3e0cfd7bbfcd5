import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import { CreatedTasks, createTasks, CreateTasksInput } from './create-tasks.ts';

/** State "Create tasks" of ingest-asset. */
export const definition = defineHandler({
  env: StoreEnv,
  input: CreateTasksInput,
  output: CreatedTasks,
  deps: (_env, { store, workflows }) => ({
    assets: assetStore(store),
    projects: projectStore(store),
    tasks: taskStore(store),
    workflows: workflowStore(store),
    machines: workflows,
  }),
  run: createTasks,
});

export const handler = wrapHandler(definition);
