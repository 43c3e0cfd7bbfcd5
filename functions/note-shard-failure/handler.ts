import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { noteShardFailure, NoteShardFailureInput } from './note-shard-failure.ts';

/** State "Note what failed", inside the distributed Map of jobs. */
export const definition = defineHandler({
  env: StoreEnv,
  input: NoteShardFailureInput,
  output: ShardStep,
  deps: (_env, { store }) => ({ jobs: jobStore(store) }),
  run: noteShardFailure,
});

export const handler = wrapHandler(definition);
