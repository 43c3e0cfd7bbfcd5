import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { ChosenThresholds } from '../../../shared/curation/curation-plan.ts';
import { BUILT_IN_EMBEDDING, EmbeddingName } from '../../../shared/curation/embedding-name.ts';
import { SelectionRule } from '../../../shared/curation/selection/selection-rule.ts';
import { NotFound } from '../../../shared/errors.ts';
import type { CurateInput } from '../../../shared/jobs/job-input.ts';
import { curationStore } from '../../../shared/store/curation-store.ts';
import { Curation } from '../../../shared/store/records/curation.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { JobAnswer, jobAnswer } from '../job-answer.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const LINK_SECONDS = 15 * 60;

const CurationAnswer = Curation.meta({ id: 'Curation' });
const CurationDetail = Curation.extend({
  /** Parquet with a row per image: metrics, issues, cluster, place on the map, neighbours, proposed order. */
  tableUrl: z.string(),
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

export function curationRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const curations = curationStore(deps.store);
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
      const { curationId } = c.req.valid('param');
      const curation = await curations.get(curationId);
      await access.require(c.var.user, curation.projectId, 'viewProject').catch((error: unknown) => {
        throw error instanceof NotFound ? new NotFound('curation', curationId) : error;
      });
      const key = blobKeys.curationTable(curationId);
      const tableUrl = await deps.blobs.signedUrl(key, { method: 'GET', expiresSeconds: LINK_SECONDS });
      return c.json({ ...curation, tableUrl }, 200);
    });
}
