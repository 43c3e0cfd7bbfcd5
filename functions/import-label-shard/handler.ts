import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { importLabelShard } from './import-label-shard.ts';

/** State "Import a shard" of import-labels. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: ShardStep,
  output: ShardResult,
  deps: (_env, { store, blobs }) => ({
    jobs: jobStore(store),
    projects: projectStore(store),
    ontologies: ontologyStore(store),
    labels: labelStore({ ...store, blobs }),
    tasks: taskStore(store),
    blobs,
  }),
  run: importLabelShard,
});

export const handler = wrapHandler(definition);
