import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { modelSeam } from '../../shared/lambda/model-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { outlineShard } from './outline-shard.ts';

/** State "Outline a shard" of outline-boxes. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store, blobs, models }) => ({
    jobs: jobStore(store),
    projects: projectStore(store),
    ontologies: ontologyStore(store),
    tasks: taskStore(store),
    assets: assetStore(store),
    labels: labelStore({ ...store, blobs }),
    models: modelSeam({ store, blobs, models }).models,
    blobs,
    now: store.now,
  }),
  run: outlineShard,
});

export const handler = wrapHandler(definition);
