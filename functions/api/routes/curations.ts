import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { ChosenThresholds } from '../../../shared/curation/curation-plan.ts';
import { BUILT_IN_EMBEDDING, EmbeddingName } from '../../../shared/curation/embedding-name.ts';
import { SelectionRule } from '../../../shared/curation/selection/selection-rule.ts';
import { NotFound } from '../../../shared/errors.ts';
import type { CurateInput } from '../../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../../shared/jobs/map-in-order.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { curationStore } from '../../../shared/store/curation-store.ts';
import { taskIdOf } from '../../../shared/store/keys.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import { Curation } from '../../../shared/store/records/curation.ts';
import { taskStore } from '../../../shared/store/tasks/task-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { findSimilar } from '../find-similar.ts';
import { JobAnswer, jobAnswer } from '../job-answer.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const LINK_SECONDS = 15 * 60;
const MOST_SIMILAR = 500;
const AT_ONCE = 16;

const CurationAnswer = Curation.meta({ id: 'Curation' });
const CurationDetail = Curation.extend({
  /** Parquet with a row per image: metrics, issues, cluster, place on the map, neighbours, proposed order. */
  tableUrl: z.string(),
  /** JSON: dendrogram, how good several numbers of clusters are, k-distances. Missing for old curations. */
  clustersUrl: z.string().optional(),
}).meta({ id: 'CurationDetail' });

const NewCuration = z.strictObject({
  projectId: z.string().min(1).max(128),
  thresholds: ChosenThresholds.default({}),
  /** `built-in-1`, `model.<id>` or `own.<name>`: what images are compared by. */
  embedding: EmbeddingName.default(BUILT_IN_EMBEDDING),
  /** Moves the tasks of the best images to the front of the queue. */
  selection: SelectionRule.optional(),
});

const tags = ['curation'];
const createCuration = createRoute({
  method: 'post',
  path: '/curations',
  tags,
  summary: 'Find what is wrong with the images of a project, what they look like, and what to label next',
  request: { body: jsonBody(NewCuration) },
  responses: { 202: json(JobAnswer, 'The job does it; the curation will have its id.'), ...problems },
});
const listCurations = createRoute({
  method: 'get',
  path: '/curations',
  tags,
  summary: 'Finished curations of a project, the newest first',
  request: { query: z.object({ ...pageQuery, projectId: z.string().min(1).max(128) }) },
  responses: { 200: json(pageOf(CurationAnswer), 'A page of curations.'), ...problems },
});
const getCuration = createRoute({
  method: 'get',
  path: '/curations/{curationId}',
  tags,
  summary: 'One curation, with a link to its table',
  request: { params: z.object({ curationId: z.string().min(1).max(256) }) },
  responses: { 200: json(CurationDetail, 'The curation.'), ...problems },
});

const Part = z.strictObject({
  assetId: z.string().min(1).max(256),
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});
const findSimilarTo = createRoute({
  method: 'post',
  path: '/curations/{curationId}/similar',
  tags,
  summary: 'The images most like some, or like a part of one',
  request: {
    params: z.object({ curationId: z.string().min(1).max(256) }),
    body: jsonBody(
      z.strictObject({
        assetIds: z.array(z.string().min(1).max(256)).max(100).default([]),
        crop: Part.optional().describe('Pixels of the upright image.'),
        limit: z.int().min(1).max(500).default(48),
        unlabelledOnly: z
          .boolean()
          .default(false)
          .describe('Only images of this project whose task has no labels yet, among the 500 most similar.'),
      }),
    ),
  },
  responses: {
    200: json(
      z.object({
        items: z.array(z.object({ assetId: z.string(), taskId: z.string(), score: z.number() })),
      }),
      'The best first; the score is the cosine similarity.',
    ),
    ...problems,
  },
});

export function curationRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const curations = curationStore(deps.store);
  const assets = assetStore(deps.store);
  const tasks = taskStore(deps.store);
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });

  async function visible(user: SignedInUser, curationId: string): Promise<Curation> {
    const curation = await curations.get(curationId);
    await access.require(user, curation.projectId, 'viewProject').catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('curation', curationId) : error;
    });
    return curation;
  }

  return newRouter()
    .openapi(createCuration, async (c) => {
      const asked = c.req.valid('json');
      const { projectId } = asked;
      await access.require(c.var.user, projectId, 'manageTasks');
      const input: CurateInput = { ...asked, isScheduled: false };
      const job = await startJob(deps, {
        ownerId: projectId,
        kind: 'curate',
        input,
        createdBy: c.var.user.id,
      });
      return c.json(jobAnswer(job), 202);
    })
    .openapi(listCurations, async (c) => {
      const query = c.req.valid('query');
      await access.require(c.var.user, query.projectId, 'viewProject');
      return c.json(await curations.list(query), 200);
    })
    .openapi(getCuration, async (c) => {
      const curation = await visible(c.var.user, c.req.valid('param').curationId);
      const link = (key: string) =>
        deps.blobs.signedUrl(key, { method: 'GET', expiresSeconds: LINK_SECONDS });
      const tableUrl = await link(blobKeys.curationTable(curation.id));
      const clusters = blobKeys.curationClusters(curation.id);
      const clustersUrl = (await deps.blobs.head(clusters)) ? await link(clusters) : undefined;
      return c.json({ ...curation, tableUrl, clustersUrl }, 200);
    })
    .openapi(findSimilarTo, async (c) => {
      const curation = await visible(c.var.user, c.req.valid('param').curationId);
      const asked = c.req.valid('json');
      const limit = asked.unlabelledOnly ? MOST_SIMILAR : asked.limit;
      const hits = await findSimilar(curation, { ...asked, limit }, { blobs: deps.blobs, assets });
      const items = hits.map(({ id, score }) => {
        return { assetId: id, taskId: taskIdOf(curation.projectId, id), score };
      });
      if (!asked.unlabelledOnly) return c.json({ items }, 200);
      const unlabelled: typeof items = [];
      const looked = mapInOrder(items, AT_ONCE, async (item) => {
        const task = await tasks.find(item.taskId);
        if (!task || task.status === 'archived') return undefined;
        return (await labels.head(item.taskId, 'main')) === undefined ? item : undefined;
      });
      for await (const item of looked) {
        if (item) unlabelled.push(item);
        if (unlabelled.length >= asked.limit) break;
      }
      return c.json({ items: unlabelled }, 200);
    });
}
