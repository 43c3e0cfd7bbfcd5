import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { advanceDeps, AdvanceEnv } from '../advance-task/advance-deps.ts';
import { Move } from '../advance-task/move.ts';
import { followPathway, FollowPathwayInput } from './follow-pathway.ts';

/** State "Follow the pathway" of advance-task. */
export const definition = defineHandler({
  env: AdvanceEnv,
  input: FollowPathwayInput,
  output: Move,
  deps: advanceDeps,
  run: followPathway,
});

export const handler = wrapHandler(definition);
