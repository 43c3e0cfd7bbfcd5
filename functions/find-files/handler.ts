import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { findFiles, FindFilesInput, FoundFiles } from './find-files.ts';

/** State "Find files" of scan-dataset. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: FindFilesInput,
  output: FoundFiles,
  deps: (_env, { store, blobs, workflows }) => ({
    jobs: jobStore(store),
    blobs,
    machines: workflows,
    now: store.now,
  }),
  run: findFiles,
});

export const handler = wrapHandler(definition);
