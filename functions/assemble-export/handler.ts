import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { AssembledExport, assembleExport } from './assemble-export.ts';

/** State "Assemble" of export-labels. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: AssembledExport,
  deps: (_env, { store, blobs, destinations }) => ({
    jobs: jobStore(store),
    ontologies: ontologyStore(store),
    blobs,
    destinations,
  }),
  run: assembleExport,
});

export const handler = wrapHandler(definition);
