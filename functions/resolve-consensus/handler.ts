import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { advanceDeps } from '../advance-task/advance-deps.ts';
import { Move } from '../advance-task/move.ts';
import { resolveConsensus } from './resolve-consensus.ts';

/** State "Resolve consensus" of advance-task. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: Move,
  output: Move,
  deps: (env, { store, blobs }) => ({
    ...advanceDeps(env, { store }),
    labels: labelStore({ ...store, blobs }),
  }),
  run: resolveConsensus,
});

export const handler = wrapHandler(definition);
