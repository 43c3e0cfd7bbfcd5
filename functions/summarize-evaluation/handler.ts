import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { JobStep } from '../../shared/jobs/job-input.ts';
import { evaluationStore } from '../../shared/store/evaluation-store.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { predictionSetStore } from '../../shared/store/prediction-set-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { SummarizedEvaluation, summarizeEvaluation } from './summarize-evaluation.ts';

/** State "Summarise" of evaluate. */
export const definition = defineHandler({
  env: StoreAndBlobsEnv,
  input: JobStep,
  output: SummarizedEvaluation,
  deps: (_env, { store, blobs }) => ({
    jobs: jobStore(store),
    evaluations: evaluationStore(store),
    predictionSets: predictionSetStore(store),
    snapshots: snapshotStore(store),
    ontologies: ontologyStore(store),
    audit: auditStore(store),
    blobs,
  }),
  run: summarizeEvaluation,
});

export const handler = wrapHandler(definition);
