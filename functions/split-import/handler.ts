import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { SplitImport, splitImport } from './split-import.ts';

/** State "Split" of import-labels. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: SplitImport,
  deps: (_env, { store, blobs }) => ({
    jobs: jobStore(store),
    projects: projectStore(store),
    ontologies: ontologyStore(store),
    assets: assetStore(store),
    blobs,
  }),
  run: splitImport,
});

export const handler = wrapHandler(definition);
