import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { advanceDeps, AdvanceEnv } from '../advance-task/advance-deps.ts';
import { Move, Parked } from '../advance-task/move.ts';
import { parkForReview } from './park-for-review.ts';

/** State "Park for review" of advance-task. */
export const definition = defineHandler({
  env: AdvanceEnv,
  input: Move,
  output: Parked,
  deps: advanceDeps,
  run: parkForReview,
});

export const handler = wrapHandler(definition);
