import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { advanceDeps, AdvanceEnv } from '../advance-task/advance-deps.ts';
import { Move } from '../advance-task/move.ts';
import { routeByPercentage } from './route-by-percentage.ts';

/** State "Route by percentage" of advance-task. */
export const definition = defineHandler({
  env: AdvanceEnv,
  input: Move,
  output: Move,
  deps: advanceDeps,
  run: routeByPercentage,
});

export const handler = wrapHandler(definition);
