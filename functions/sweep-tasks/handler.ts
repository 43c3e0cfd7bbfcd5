import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jsonLog } from '../../shared/log.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { SweepTasksInput, sweepTasks, SweptTasks } from './sweep-tasks.ts';

/** Called by the clock, every minute. */
export const definition = defineHandler({
  env: StoreEnv,
  input: SweepTasksInput,
  output: SweptTasks,
  deps: (_env, { store, workflows }) => ({
    tasks: taskStore(store),
    machines: workflows,
    now: store.now,
    log: jsonLog({ function: 'sweep-tasks' }),
  }),
  run: sweepTasks,
});

export const handler = wrapHandler(definition);
