import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { advanceDeps, AdvanceEnv } from '../advance-task/advance-deps.ts';
import { Move, Parked } from '../advance-task/move.ts';
import { startAgent } from './start-agent.ts';

/** State "Start agent" of advance-task. */
export const definition = defineHandler({
  env: AdvanceEnv,
  input: Move,
  output: Parked,
  deps: advanceDeps,
  run: startAgent,
});

export const handler = wrapHandler(definition);
