import * as z from 'zod';
import { ImportPredictionsInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { PredictionSetStore } from '../../shared/store/prediction-set-store.ts';

export const SealedPredictionSet = z.object({ jobId: z.string(), predictionSetId: z.string() });
export type SealedPredictionSet = z.infer<typeof SealedPredictionSet>;

export interface SealPredictionSetDeps {
  jobs: Pick<JobStore, 'get' | 'succeed' | 'listParts'>;
  predictionSets: Pick<PredictionSetStore, 'seal'>;
}

/** The last step of import-predictions: counts what came, and makes the set ready to be evaluated. */
export async function sealPredictionSet(
  { jobId }: JobStep,
  deps: SealPredictionSetDeps,
): Promise<SealedPredictionSet> {
  const job = await deps.jobs.get(jobId);
  const { predictionSetId } = ImportPredictionsInput.parse(job.input);
  const sums: Record<string, number> = {};
  for (const { record } of await deps.jobs.listParts(jobId)) {
    for (const [name, value] of Object.entries(record)) sums[name] = (sums[name] ?? 0) + Number(value);
  }
  const { items = 0, predictions = 0, unknown = 0, unknownImages = 0, problems = 0 } = sums;
  const counts = { images: items, predictions, problems: problems + unknown + unknownImages };
  await deps.predictionSets.seal(predictionSetId, counts);
  await deps.jobs.succeed(jobId, {
    predictionSetId,
    images: items,
    predictions,
    unknownImages,
    unknownClasses: unknown,
    unreadable: problems,
  });
  return { jobId, predictionSetId };
}
