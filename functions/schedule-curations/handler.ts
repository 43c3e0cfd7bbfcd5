import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { curationStore } from '../../shared/store/curation-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { ScheduleCurationsInput, ScheduledCurations, scheduleCurations } from './schedule-curations.ts';

/** Called by the clock, every quarter of an hour. */
export const definition = defineHandler({
  env: StoreEnv,
  input: ScheduleCurationsInput,
  output: ScheduledCurations,
  deps: (_env, { store, workflows }) => ({
    projects: projectStore(store),
    jobs: jobStore(store),
    curations: curationStore(store),
    assets: assetStore(store),
    tasks: taskStore(store),
    machines: workflows,
    now: store.now,
  }),
  run: scheduleCurations,
});

export const handler = wrapHandler(definition);
