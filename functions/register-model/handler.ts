import { JobStep } from '../../shared/jobs/job-input.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { librarySeam } from '../../shared/lambda/library-seam.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { projectModelStore } from '../../shared/store/project-model-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { RegisteredModel, registerModel } from './register-model.ts';

/** State "Register" of fine-tune. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: RegisteredModel,
  deps: (_env, { store, blobs, models, workflows }) => ({
    jobs: jobStore(store),
    chosen: projectModelStore(store),
    projects: projectStore(store),
    machines: workflows,
    audit: auditStore(store),
    library: librarySeam({ blobs, models }),
    blobs,
  }),
  run: registerModel,
});

export const handler = wrapHandler(definition);
