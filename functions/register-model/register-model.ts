import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { JobEnded, ModelUnusable, TrainingFailed } from '../../shared/errors.ts';
import { isBetterSegmenter } from '../../shared/evaluation/prompted-masks.ts';
import { FineTuneInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { ModelLibrary } from '../../shared/models/model-library.ts';
import { SegmenterDescription } from '../../shared/models/segmenter-description.ts';
import { trainingKeys } from '../../shared/models/training-keys.ts';
import { TrainingResult, TrainingScores } from '../../shared/models/training-line.ts';
import type { AuditStore } from '../../shared/store/audit-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { ProjectModelStore } from '../../shared/store/project-model-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import { startEmbedding } from './start-embedding.ts';

export const RegisteredModel = z.object({ jobId: z.string(), modelId: z.string(), isPromoted: z.boolean() });
export type RegisteredModel = z.infer<typeof RegisteredModel>;

export interface RegisterModelDeps {
  jobs: Pick<JobStore, 'get' | 'listParts' | 'succeed' | 'create' | 'start'>;
  projects: Pick<ProjectStore, 'get'>;
  machines: Pick<Workflows, 'start'>;
  chosen: Pick<ProjectModelStore, 'promote'>;
  audit: Pick<AuditStore, 'record'>;
  library: Pick<ModelLibrary, 'get'>;
  blobs: Blobs;
}

const Scores = z.object({ before: TrainingScores, after: TrainingScores, objects: z.int() });
/** What a model consists of; its description is written after them. */
const FILES = ['encoder.onnx', 'decoder.onnx', 'weights.pt'];

/**
 * Registers a tuned model whole, with its parent, its snapshot and its numbers, and puts it into use in its project
 * only when it is better than its parent; where images are embedded beforehand, the new model then looks at them, too.
 * Done again it registers the same.
 */
export async function registerModel({ jobId }: JobStep, deps: RegisterModelDeps): Promise<RegisteredModel> {
  const { blobs } = deps;
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const { modelId, baseModelId, projectId, snapshotId } = FineTuneInput.parse(job.input);
  const part = (await deps.jobs.listParts(jobId)).find((one) => one.part === 'scores');
  if (!part) throw new TrainingFailed('The tuned model was not measured; start the training again.');
  const scores = Scores.parse(part.record);
  const { description: base } = await deps.library.get(baseModelId);
  if (base.kind !== 'segmenter') throw new ModelUnusable(`"${baseModelId}" is no segmenter.`);
  const out = trainingKeys.out(jobId);
  const report = TrainingResult.parse(
    JSON.parse(Buffer.from(await blobs.get(`${out}report.json`)).toString()),
  );
  const isPromoted = isBetterSegmenter(scores.before, scores.after);

  const description = SegmenterDescription.parse({
    id: modelId,
    name: `${base.name.replace(/ \(.*\)$/, '').replace(/, tuned on .*$/, '')}, tuned on ${report.images} images`,
    kind: 'segmenter',
    profile: base.profile,
    licence: base.licence,
    parentId: baseModelId,
    tuning: {
      projectId,
      snapshotId,
      jobId,
      createdBy: job.createdBy,
      createdAt: job.createdAt,
      images: report.images,
      before: scores.before,
      after: scores.after,
      ...(report.original ? { original: report.original } : {}),
    },
    files: {
      encoder: { name: 'encoder.onnx' },
      decoder: { name: 'decoder.onnx' },
      weights: { name: 'weights.pt' },
    },
  });
  for (const name of FILES)
    await blobs.put(blobKeys.modelFile(modelId, name), await blobs.get(`${out}${name}`));
  await blobs.put(blobKeys.modelFile(modelId, 'model.json'), Buffer.from(JSON.stringify(description)), {
    contentType: 'application/json',
  });
  if (isPromoted) {
    await deps.chosen.promote(projectId, modelId, job.createdBy);
    await deps.audit.record({
      projectId,
      actor: job.createdBy,
      action: 'model.promoted',
      subjectId: modelId,
    });
    if ((await deps.projects.get(projectId)).embedsImages === true)
      await startEmbedding(job, { projectId, modelId }, deps);
  }
  const { original } = report;
  await deps.jobs.succeed(jobId, {
    modelId,
    baseModelId,
    snapshotId,
    isPromoted,
    images: report.images,
    ...scores,
    ...(original ? { original } : {}),
  });
  return { jobId, modelId, isPromoted };
}
