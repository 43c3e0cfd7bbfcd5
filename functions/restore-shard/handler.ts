import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { restoreShard } from './restore-shard.ts';

/** State "Restore a shard" of restore-snapshot. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store, blobs }) => ({
    jobs: jobStore(store),
    snapshots: snapshotStore(store),
    labels: labelStore({ ...store, blobs }),
    tasks: taskStore(store),
    blobs,
    now: store.now,
  }),
  run: restoreShard,
});

export const handler = wrapHandler(definition);
