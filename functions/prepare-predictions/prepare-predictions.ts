import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { JobEnded, ModelUnusable, NotFound, NotReady } from '../../shared/errors.ts';
import { EvaluateInput, ShardStep } from '../../shared/jobs/job-input.ts';
import type { Processing } from '../../shared/lambda/processing-seam.ts';
import { ModelDescription } from '../../shared/models/model-description.ts';
import { PROCESSING_PART, processingKeys } from '../../shared/models/processing-keys.ts';
import {
  processingJobName,
  ProcessingRequest,
  processingRequest,
} from '../../shared/models/processing-request.ts';
import type { GpuBudgetStore } from '../../shared/store/gpu-budget-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { imagesToPredict } from './images-to-predict.ts';
import type { ImagesToPredictDeps } from './images-to-predict.ts';

export const PreparePredictionsInput = z.object({
  jobId: z.string(),
  /** Missing when the job had ended before they were planned. */
  shards: z.array(ShardStep).default([]),
  /** Of the attempt before: what Step Functions says. */
  refusal: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
});
export type PreparePredictionsInput = z.infer<typeof PreparePredictionsInput>;

export const PreparedPredictions = z.object({
  jobId: z.string(),
  shards: z.array(ShardStep),
  /** False: the shards do what is left, if anything is. */
  isProcessing: z.boolean(),
  processing: ProcessingRequest.optional(),
});
export type PreparedPredictions = z.infer<typeof PreparedPredictions>;

export interface PreparePredictionsDeps extends ImagesToPredictDeps {
  jobs: Pick<JobStore, 'get' | 'listParts' | 'putPart' | 'settle'>;
  budgets: Pick<GpuBudgetStore, 'requireRoom' | 'budget' | 'spent' | 'chargeTraining'>;
  blobs: Blobs;
  /** Undefined: there are no machines for this here. */
  processing: () => Processing | undefined;
}

const MOST_ATTEMPTS = 3;

/**
 * Before the shards of an evaluation: when a detector is to predict and there are machines for it, lays out one
 * processing job over all images that have no predictions yet. Called again after every attempt: puts down what it
 * cost, and asks for another one for what it left, as long as the project may pay. Called for a job that was cancelled,
 * it puts down what the attempt has cost by now.
 *
 * @throws ModelUnusable with the job's own reason when three attempts leave something or the model is at fault,
 *   SpendCeilingReached, JobEnded; NotReady while
 *   the machines of a job that was cancelled are still at work
 */
export async function preparePredictions(
  { jobId, shards, refusal }: PreparePredictionsInput,
  deps: PreparePredictionsDeps,
): Promise<PreparedPredictions> {
  const job = await deps.jobs.get(jobId);
  const isEnded = job.status !== 'queued' && job.status !== 'running';
  const input = EvaluateInput.parse(job.input);
  const processing = deps.processing();
  const here = { jobId, shards, isProcessing: false };
  // Of a job that is over the model may be gone by now; what it cost is owed all the same.
  if (!processing || input.modelId === undefined || !(isEnded || (await isDetector(input.modelId, deps)))) {
    if (isEnded) throw new JobEnded(jobId, job.status);
    return here;
  }

  const { settings, sources } = processing;
  const attempts = await attemptsOf(jobId, deps);
  const last = attempts > 0 ? processingJobName(settings.jobPrefix, jobId, attempts) : undefined;
  const before = last === undefined ? undefined : await processing.jobs.describe(last);
  if (last !== undefined && before)
    await deps.budgets.chargeTraining(input.projectId, last, before.seconds, settings.dollarsPerHour);
  if (isEnded && before?.isRunning === true) throw new NotReady(`The machines of job "${jobId}"`, 'at work');
  if (isEnded) {
    await deps.jobs.settle(jobId);
    throw new JobEnded(jobId, job.status);
  }
  const work = await imagesToPredict(jobId, input, sources, deps);
  if (work.images === 0) return here;
  if (attempts >= MOST_ATTEMPTS || before?.isModelsFault === true) {
    const reason = before?.reason ?? refusal?.Cause ?? refusal?.Error ?? 'no reason given';
    throw new ModelUnusable(
      `The model could not be run over ${work.images} images (attempt ${attempts}): ${reason}`,
    );
  }
  await deps.budgets.requireRoom(input.projectId);
  const attempt = attempts + 1;
  await deps.jobs.putPart(jobId, PROCESSING_PART, { attempts: attempt });
  const put = (name: string, text: string) =>
    deps.blobs.put(`${processingKeys.input(jobId, attempt)}${name}`, Buffer.from(text));
  await put('images.jsonl', work.listing);
  for (const [index, manifest] of work.manifests.entries()) await put(`manifest-${index}.json`, manifest);
  const request = processingRequest(
    {
      jobId,
      attempt,
      modelId: input.modelId,
      images: work.images,
      bytes: work.bytes,
      manifests: work.manifests.length,
      dollarsLeft: await dollarsLeft(input.projectId, deps),
    },
    settings,
  );
  return { ...here, isProcessing: true, processing: request };
}

/** Only detectors whose files are in the bucket run there; segmenters have an endpoint, and small ones run in the shards. */
async function isDetector(
  modelId: string,
  { blobs }: Pick<PreparePredictionsDeps, 'blobs'>,
): Promise<boolean> {
  try {
    const text = Buffer.from(await blobs.get(blobKeys.modelFile(modelId, 'model.json'))).toString();
    return ModelDescription.parse(JSON.parse(text)).kind === 'detector';
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

async function attemptsOf(jobId: string, { jobs }: Pick<PreparePredictionsDeps, 'jobs'>): Promise<number> {
  const kept = (await jobs.listParts(jobId)).find(({ part }) => part === PROCESSING_PART);
  return Number(kept?.record.attempts ?? 0);
}

async function dollarsLeft(
  projectId: string,
  { budgets }: Pick<PreparePredictionsDeps, 'budgets'>,
): Promise<number | undefined> {
  const { dollarsPerMonth } = await budgets.budget(projectId);
  if (dollarsPerMonth === undefined) return undefined;
  return Math.max(0, dollarsPerMonth - (await budgets.spent(projectId)).dollars);
}
