import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { advanceDeps, AdvanceEnv } from '../advance-task/advance-deps.ts';
import { Move, Parked } from '../advance-task/move.ts';
import { parkForAnnotation } from './park-for-annotation.ts';

/** State "Park for annotation" of advance-task. */
export const definition = defineHandler({
  env: AdvanceEnv,
  input: Move,
  output: Parked,
  deps: advanceDeps,
  run: parkForAnnotation,
});

export const handler = wrapHandler(definition);
