import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { PlannedJob, planJob } from './plan-job.ts';

/** State "Plan" of every sharded job. */
export const definition = defineHandler({
  env: StoreEnv,
  input: JobStep,
  output: PlannedJob,
  deps: (_env, { store }) => ({
    jobs: jobStore(store),
    tasks: taskStore(store),
    assets: assetStore(store),
    projects: projectStore(store),
    snapshots: snapshotStore(store),
  }),
  run: planJob,
});

export const handler = wrapHandler(definition);
