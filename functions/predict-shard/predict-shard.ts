import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { JobEnded, ModelNotReady, NotFound } from '../../shared/errors.ts';
import { deriveId } from '../../shared/ids.ts';
import { ImageFault } from '../../shared/images/image-fault.ts';
import { EvaluateInput } from '../../shared/jobs/job-input.ts';
import type { ShardStep } from '../../shared/jobs/job-input.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { classForPrediction } from '../../shared/models/class-for-prediction.ts';
import type { Models } from '../../shared/models/models.ts';
import type { PredictedObject } from '../../shared/models/predicted-object.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { PredictionSetStore } from '../../shared/store/prediction-set-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import { truthsOfShard } from '../match-shard/truths-of-shard.ts';
import type { TruthImage } from '../match-shard/truths-of-shard.ts';
import { predictionsOfShard } from './predictions-of-shard.ts';

export const PredictedShard = z.object({
  jobId: z.string(),
  shard: z.number(),
  predicted: z.number(),
  /** False: the time was up; the state is to run again. */
  isDone: z.boolean(),
});
export type PredictedShard = z.infer<typeof PredictedShard>;

export interface PredictShardDeps {
  jobs: Pick<JobStore, 'get'>;
  tasks: Pick<TaskStore, 'listShard'>;
  assets: Pick<AssetStore, 'find'>;
  labels: Pick<LabelStore, 'get' | 'head' | 'save'>;
  snapshots: Pick<SnapshotStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  predictionSets: Pick<PredictionSetStore, 'get'>;
  blobs: Blobs;
  models: () => Pick<Models, 'predict'>;
  now: () => Date;
}

/** Well under what a function may run. */
const SECONDS = 240;

/**
 * Lets the model of an evaluation predict on the labelled images of one shard, and saves what it finds on the branch of
 * the prediction set. An image that has predictions already is left alone, so a shard that was cut off goes on where it
 * was; nothing happens when the evaluation brought its predictions. What a processing job has found already is only saved.
 *
 * @throws JobEnded, ModelUnusable, NotFound when the model is not to be had
 */
export async function predictShard(
  { jobId, shard }: ShardStep,
  deps: PredictShardDeps,
): Promise<PredictedShard> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const input = EvaluateInput.parse(job.input);
  const { modelId } = input;
  let predicted = 0;
  if (modelId === undefined) return { jobId, shard, predicted, isDone: true };
  const { branch } = await deps.predictionSets.get(input.predictionSetId);
  const { content: ontology } = await deps.ontologies.get(input.ontologyId, input.ontologyRevision);
  const made = await predictionsOfShard(jobId, shard, deps.blobs);
  const began = deps.now().getTime();
  for await (const truth of truthsOfShard(input, shard, deps)) {
    if (!truth || (await deps.labels.head(truth.taskId, branch))) continue;
    if (deps.now().getTime() - began > SECONDS * 1000) return { jobId, shard, predicted, isDone: false };
    const by = `model:${modelId}`;
    const at = deps.now().toISOString();
    const ready: PredictedObject[] | undefined = made.get(truth.taskId)?.found;
    const predictions = ready ?? (await predict(modelId, job.ownerId, truth, deps));
    // Its machine wakes up: the state asks again, for as long as the job is not cancelled.
    if (!predictions) return { jobId, shard, predicted, isDone: false };
    const objects = predictions.flatMap((found, index): LabelObject[] => {
      const classId = classForPrediction(found, ontology)?.id;
      if (classId === undefined) return [];
      const stamp = { createdBy: by, createdAt: at, updatedBy: by, updatedAt: at };
      const id = deriveId(input.predictionSetId, truth.taskId, String(index));
      const shape = found.mask ? ({ type: 'mask', ...found.mask } as const) : boxOf(found);
      return [{ id, classId, shape, attributes: {}, source: 'model', confidence: found.score, ...stamp }];
    });
    const content = { objects, classifications: [] };
    await deps.labels.save({ taskId: truth.taskId, branch, baseRevision: 0, content, by });
    predicted++;
  }
  return { jobId, shard, predicted, isDone: true };
}

function boxOf({ box }: PredictedObject): LabelObject['shape'] {
  return { type: 'box', ...box };
}

/**
 * Nothing is found on an image that cannot be read any more: its objects count as missed. Undefined: the model has not
 * answered yet.
 */
async function predict(
  modelId: string,
  projectId: string,
  truth: TruthImage,
  deps: PredictShardDeps,
): Promise<PredictedObject[] | undefined> {
  const asset = await deps.assets.find(truth.assetId);
  if (!asset) return [];
  const key = blobKeys.image(asset.datasetId, asset.key);
  const image = { sha256: asset.sha256, key, projectId, read: () => deps.blobs.get(key) };
  try {
    const [found] = await deps.models().predict(modelId, [image]);
    return found;
  } catch (error) {
    if (error instanceof ImageFault || (error instanceof NotFound && error.details.id === key)) return [];
    if (error instanceof ModelNotReady) return undefined;
    throw error;
  }
}
