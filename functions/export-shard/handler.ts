import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { datasetStore } from '../../shared/store/dataset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { exportShard } from './export-shard.ts';

/** State "Export a shard" of export-labels. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store, blobs }) => ({
    jobs: jobStore(store),
    tasks: taskStore(store),
    assets: assetStore(store),
    datasets: datasetStore(store),
    projects: projectStore(store),
    ontologies: ontologyStore(store),
    snapshots: snapshotStore(store),
    labels: labelStore({ ...store, blobs }),
    blobs,
  }),
  run: exportShard,
});

export const handler = wrapHandler(definition);
