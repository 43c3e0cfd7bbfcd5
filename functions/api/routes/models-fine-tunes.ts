import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { ModelUnusable, NotFound } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import type { FineTuneInput } from '../../../shared/jobs/job-input.ts';
import { TrainingLoss } from '../../../shared/models/training.ts';
import { trainingKeys } from '../../../shared/models/training-keys.ts';
import { TrainingEpoch } from '../../../shared/models/training-line.ts';
import { TrainingSample, TrainingSamples } from '../../../shared/models/training-sample.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { gpuBudgetStore } from '../../../shared/store/gpu-budget-store.ts';
import { jobStore } from '../../../shared/store/job-store.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { projectModelStore } from '../../../shared/store/project-model-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { snapshotStore } from '../../../shared/store/snapshot-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { jobAnswer, JobAnswer } from '../job-answer.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const Id = z.string().min(1).max(256);
const tags = ['models'];
const LINK_SECONDS = 15 * 60;

const start = createRoute({
  method: 'post',
  path: '/models/fine-tunes',
  tags,
  summary: 'Tune a segmenter on the finished labels of a project',
  description:
    'Freezes a snapshot (four fifths to learn from, a fifth to check by), trains, measures the base and the tuned model on the same held-out images, registers the tuned one, and puts it into use in the project only if it is better.',
  request: {
    body: jsonBody(
      z
        .strictObject({
          projectId: Id,
          baseModelId: Id.optional().describe('Left out: the model in use, if it can be tuned, else "nano".'),
          epochs: z
            .int()
            .min(1)
            .max(500)
            .default(30)
            .describe('At most; it stops early when nothing improves.'),
          loss: TrainingLoss.default('focal-dice'),
          seed: z.int().min(0).max(0x7fffffff).default(1).describe('Deals the images into the splits.'),
        })
        .meta({ id: 'FineTuneRequest' }),
    ),
  },
  responses: {
    202: json(
      z.object({
        job: JobAnswer,
        modelId: z.string().describe('The model is registered under this id when the job has succeeded.'),
        snapshotId: z.string(),
      }),
      'The job does it.',
    ),
    ...problems,
  },
});

const look = createRoute({
  method: 'get',
  path: '/models/fine-tunes/{jobId}',
  tags,
  summary: 'The curves of a training, and what the base and the tuned model make of held-out objects',
  request: { params: z.object({ jobId: Id }) },
  responses: {
    200: json(
      z
        .object({
          job: JobAnswer,
          baseModelId: z.string(),
          modelId: z.string(),
          plannedEpochs: z.int(),
          epochs: z.array(TrainingEpoch),
          samples: z
            .array(TrainingSample.extend({ imageUrl: z.string() }))
            .describe('Empty until both models are measured.'),
        })
        .meta({ id: 'FineTune' }),
      'The training.',
    ),
    ...problems,
  },
});

export function modelFineTuneRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const projects = projectStore(deps.store);
  const ontologies = ontologyStore(deps.store);
  const snapshots = snapshotStore(deps.store);
  const budgets = gpuBudgetStore(deps.store);
  const chosen = projectModelStore(deps.store);
  const jobs = jobStore(deps.store);
  const assets = assetStore(deps.store);

  /** What is asked for must have weights; what is merely in use may lack them. */
  async function baseOf(projectId: string, asked: string | undefined): Promise<string> {
    if (!deps.models) throw new ModelUnusable('No model runtime is set up here.');
    const { library, activeModelId } = deps.models;
    const inUse = (await chosen.get(projectId)).choices.at(-1)?.modelId ?? (await activeModelId());
    const model = await library.get(asked ?? inUse);
    if ('weightsFile' in model && model.weightsFile !== undefined) return model.description.id;
    if (asked === undefined) return 'nano';
    throw new ModelUnusable(`"${asked}" came without weights to go on from: it cannot be tuned here.`);
  }

  async function samplesOf(jobId: string) {
    const kept = await deps.blobs.get(trainingKeys.samples(jobId)).catch((error: unknown) => {
      if (error instanceof NotFound) return undefined;
      throw error;
    });
    if (!kept) return [];
    const { items } = TrainingSamples.parse(JSON.parse(Buffer.from(kept).toString()));
    const shown = await Promise.all(
      items.map(async (sample) => {
        const asset = await assets.find(sample.assetId);
        if (asset?.status !== 'ready') return [];
        const key = blobKeys.image(asset.datasetId, asset.key);
        const imageUrl = await deps.blobs.signedUrl(key, { method: 'GET', expiresSeconds: LINK_SECONDS });
        return [{ ...sample, imageUrl }];
      }),
    );
    return shown.flat();
  }

  return newRouter()
    .openapi(start, async (c) => {
      const { projectId, baseModelId: asked, epochs, loss, seed } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'changeProject');
      await budgets.requireRoom(projectId);
      const baseModelId = await baseOf(projectId, asked);
      const project = await projects.get(projectId);
      const ontology = await ontologies.get(project.ontologyId);
      const own = newId(deps.store.now());
      const modelId = `nano-${own.slice(-12).toLowerCase()}`;
      const splits = { train: 0.8, val: 0.2, test: 0 };
      const snapshot = await snapshots.create({
        id: `${projectId}.${own}`,
        projectId,
        name: `For ${modelId}`,
        splits,
        ontologyId: ontology.id,
        ontologyRevision: ontology.revision,
        createdBy: c.var.user.id,
      });
      const input: FineTuneInput = {
        projectId,
        snapshotId: snapshot.id,
        include: 'completed',
        splits,
        seed,
        modelId,
        baseModelId,
        epochs,
        loss,
      };
      const by = c.var.user.id;
      const job = await startJob(deps, { ownerId: projectId, kind: 'fine-tune', input, createdBy: by });
      return c.json({ job: jobAnswer(job), modelId, snapshotId: snapshot.id }, 202);
    })
    .openapi(look, async (c) => {
      const { jobId } = c.req.valid('param');
      const job = await jobs.get(jobId);
      await access.require(c.var.user, job.ownerId, 'viewProject').catch((error: unknown) => {
        throw error instanceof NotFound ? new NotFound('job', jobId) : error;
      });
      if (job.kind !== 'fine-tune') throw new NotFound('training', jobId);
      const parts = await jobs.listParts(jobId);
      const curves = parts.find(({ part }) => part === 'training')?.record.epochs ?? [];
      return c.json(
        {
          job: jobAnswer(job),
          baseModelId: String(job.input.baseModelId),
          modelId: String(job.input.modelId),
          plannedEpochs: Number(job.input.epochs),
          epochs: z.array(TrainingEpoch).parse(curves),
          samples: await samplesOf(jobId),
        },
        200,
      );
    });
}
