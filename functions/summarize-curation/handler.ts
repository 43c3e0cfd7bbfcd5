import { totalmem } from 'node:os';
import * as z from 'zod';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { curationStore } from '../../shared/store/curation-store.ts';
import { evaluationStore } from '../../shared/store/evaluation-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { SummarizedCuration, summarizeCuration } from './summarize-curation.ts';

/** State "Summarise" of curate. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv.extend({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().optional() }),
  input: JobStep,
  output: SummarizedCuration,
  deps: ({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: megabytes }, { store, blobs }) => ({
    jobs: jobStore(store),
    curations: curationStore(store),
    evaluations: evaluationStore(store),
    projects: projectStore(store),
    ontologies: ontologyStore(store),
    snapshots: snapshotStore(store),
    tasks: taskStore(store),
    blobs,
    memory:
      megabytes === undefined
        ? { bytes: totalmem(), isOfStage: false }
        : { bytes: megabytes * 2 ** 20, isOfStage: true },
  }),
  run: summarizeCuration,
});

export const handler = wrapHandler(definition);
