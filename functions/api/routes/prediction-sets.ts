import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { InvalidInput, NotFound } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import type { ImportPredictionsInput } from '../../../shared/jobs/job-input.ts';
import { predictionSetStore } from '../../../shared/store/prediction-set-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { PredictionSet } from '../../../shared/store/records/prediction-set.ts';
import { FileName } from '../file-name.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { JobAnswer, jobAnswer } from '../job-answer.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const UPLOAD_SECONDS = 15 * 60;
const CONTENT_TYPE = 'application/octet-stream';

const PredictionSetAnswer = PredictionSet.meta({ id: 'PredictionSet' });

const NewFile = z.strictObject({
  name: FileName,
  /** Bytes; exactly this many must be sent. */
  size: z.int().min(1),
});
const NewPredictionSet = z.strictObject({
  projectId: z.string().min(1).max(128),
  name: z.string().trim().min(1).max(256),
  model: z.string().trim().max(256).default(''),
  /** COCO results (with the COCO file that numbers the images beside them), or any format that holds labels. */
  files: z
    .array(NewFile)
    .min(1)
    .max(200)
    .refine(
      (files) => new Set(files.map(({ name }) => name)).size === files.length,
      'Two files have one name.',
    ),
});
const Upload = z.object({
  name: z.string(),
  url: z.string(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
});

const tags = ['evaluations'];
const params = z.object({ predictionSetId: z.string().min(1).max(256) });
const createSet = createRoute({
  method: 'post',
  path: '/prediction-sets',
  tags,
  summary: "Begin a set of a model's predictions, and get links to send its files to",
  request: { body: jsonBody(NewPredictionSet) },
  responses: {
    201: json(
      z.object({ predictionSet: PredictionSetAnswer, uploads: z.array(Upload) }),
      'The set, and where its files go; the links work for 15 minutes.',
    ),
    ...problems,
  },
});
const importSet = createRoute({
  method: 'post',
  path: '/prediction-sets/{predictionSetId}/import',
  tags,
  summary: 'Put the predictions of the uploaded files on their own branch of each task',
  request: { params },
  responses: { 202: json(JobAnswer, 'The job does it.'), ...problems },
});
const listSets = createRoute({
  method: 'get',
  path: '/prediction-sets',
  tags,
  summary: 'Prediction sets of a project, the newest first',
  request: { query: z.object({ ...pageQuery, projectId: z.string().min(1).max(128) }) },
  responses: { 200: json(pageOf(PredictionSetAnswer), 'A page of prediction sets.'), ...problems },
});
const getSet = createRoute({
  method: 'get',
  path: '/prediction-sets/{predictionSetId}',
  tags,
  summary: 'One prediction set',
  request: { params },
  responses: { 200: json(PredictionSetAnswer, 'The set.'), ...problems },
});

export function predictionSetRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const sets = predictionSetStore(deps.store);
  const projects = projectStore(deps.store);

  async function visible(user: SignedInUser, predictionSetId: string): Promise<PredictionSet> {
    const set = await sets.get(predictionSetId);
    await access.require(user, set.projectId, 'viewProject').catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('prediction set', predictionSetId) : error;
    });
    return set;
  }

  return newRouter()
    .openapi(createSet, async (c) => {
      const { projectId, name, model, files } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'attachData');
      await projects.get(projectId);
      const tooLarge = files.find(({ size }) => size > deps.maxUploadBytes);
      if (tooLarge) throw new InvalidInput(`The file "${tooLarge.name}" is too large.`);
      const predictionSet = await sets.create({
        id: `${projectId}.${newId(deps.store.now())}`,
        projectId,
        name,
        model,
        files,
        createdBy: c.var.user.id,
      });
      const uploads = await Promise.all(
        files.map(async (file, index) => ({
          name: file.name,
          url: await deps.blobs.signedUrl(blobKeys.predictionUpload(predictionSet.id, index), {
            method: 'PUT',
            expiresSeconds: UPLOAD_SECONDS,
            contentType: CONTENT_TYPE,
            contentLength: file.size,
          }),
          method: 'PUT' as const,
          headers: { 'content-type': CONTENT_TYPE },
        })),
      );
      return c.json({ predictionSet, uploads }, 201);
    })
    .openapi(importSet, async (c) => {
      const set = await visible(c.var.user, c.req.valid('param').predictionSetId);
      await access.require(c.var.user, set.projectId, 'attachData');
      if (set.status === 'ready') throw new InvalidInput('The predictions are imported already.');
      const input: ImportPredictionsInput = { projectId: set.projectId, predictionSetId: set.id };
      const job = await startJob(deps, {
        ownerId: set.projectId,
        kind: 'import-predictions',
        input,
        createdBy: c.var.user.id,
      });
      return c.json(jobAnswer(job), 202);
    })
    .openapi(listSets, async (c) => {
      const query = c.req.valid('query');
      await access.require(c.var.user, query.projectId, 'viewProject');
      return c.json(await sets.list(query), 200);
    })
    .openapi(getSet, async (c) =>
      c.json(await visible(c.var.user, c.req.valid('param').predictionSetId), 200),
    );
}
