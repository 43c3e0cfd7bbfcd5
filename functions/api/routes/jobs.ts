import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { NotFound } from '../../../shared/errors.ts';
import { jobStore } from '../../../shared/store/job-store.ts';
import { JobStatus } from '../../../shared/store/records/job.ts';
import type { Job } from '../../../shared/store/records/job.ts';
import { json, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { cancelJob } from '../cancel-job.ts';
import { JobAnswer, jobAnswer } from '../job-answer.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiEnv, ApiRouter } from '../router.ts';

const tags = ['jobs'];
const params = z.object({ jobId: z.string().min(1).max(256) });

const listJobs = createRoute({
  method: 'get',
  path: '/jobs',
  tags,
  summary: 'Long work of a project, the newest first',
  request: {
    query: z.object({
      ...pageQuery,
      projectId: z.string().min(1).max(128),
      kind: z.string().max(128).optional(),
      status: JobStatus.optional(),
    }),
  },
  responses: { 200: json(pageOf(JobAnswer), 'A page of jobs.'), ...problems },
});
const getJob = createRoute({
  method: 'get',
  path: '/jobs/{jobId}',
  tags,
  summary: 'How far is it?',
  request: { params },
  responses: { 200: json(JobAnswer, 'The job.'), ...problems },
});
const stopJob = createRoute({
  method: 'post',
  path: '/jobs/{jobId}/cancel',
  tags,
  summary: 'Stop a job; one that has ended stays as it is',
  request: { params },
  responses: { 200: json(JobAnswer, 'The job.'), ...problems },
});

export function jobRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const jobs = jobStore(deps.store);

  async function visible(user: ApiEnv['Variables']['user'], jobId: string): Promise<Job> {
    const job = await jobs.get(jobId);
    await access.require(user, job.ownerId, 'viewProject').catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('job', jobId) : error;
    });
    return job;
  }

  return newRouter()
    .openapi(listJobs, async (c) => {
      const { projectId, ...query } = c.req.valid('query');
      await access.require(c.var.user, projectId, 'viewProject');
      const { items, nextPageToken } = await jobs.list({ ...query, ownerId: projectId });
      return c.json({ items: items.map(jobAnswer), nextPageToken }, 200);
    })
    .openapi(getJob, async (c) =>
      c.json(jobAnswer(await visible(c.var.user, c.req.valid('param').jobId)), 200),
    )
    .openapi(stopJob, async (c) => {
      const job = await visible(c.var.user, c.req.valid('param').jobId);
      if (job.createdBy !== c.var.user.id) await access.require(c.var.user, job.ownerId, 'exportLabels');
      return c.json(jobAnswer(await cancelJob(deps, job)), 200);
    });
}
