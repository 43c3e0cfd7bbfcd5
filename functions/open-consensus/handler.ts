import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { advanceDeps, AdvanceEnv } from '../advance-task/advance-deps.ts';
import { Move, Parked } from '../advance-task/move.ts';
import { openConsensus } from './open-consensus.ts';

/** State "Open consensus" of advance-task. */
export const definition = defineHandler({
  env: AdvanceEnv,
  input: Move,
  output: Parked,
  deps: advanceDeps,
  run: openConsensus,
});

export const handler = wrapHandler(definition);
