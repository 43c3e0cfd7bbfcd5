import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { RejectionReason } from '../../../shared/workflow/task.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { claiming } from '../tasks/claim.ts';
import { managing, TaskOperation } from '../tasks/management.ts';
import { TaskAnswer } from '../tasks/task-answer.ts';
import { taskContext } from '../tasks/task-context.ts';
import { working } from '../tasks/work.ts';

const tags = ['tasks'];
const params = z.object({ taskId: z.string().min(1).max(256) });
const answer = { 200: json(TaskAnswer, 'The task as it is now.'), ...problems };

const act = <P extends string>(path: P, summary: string) =>
  createRoute({
    method: 'post',
    path: `/tasks/{taskId}/${path}`,
    tags,
    summary,
    request: { params },
    responses: answer,
  });
const claimOne = act('claim', 'Take this task');
const heartbeat = act('heartbeat', 'I am still at it: the hold goes on for 15 minutes');
const release = act('release', 'Give it back to the queue; saved labels are kept');
const submit = act('submit', 'The labels are done');
const approve = act('approve', 'End the review: the labels are good');
const reject = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/reject',
  tags,
  summary: 'End the review: back with reasons, per object or for the image',
  request: {
    params,
    body: jsonBody(z.strictObject({ reasons: z.array(RejectionReason).max(10_000).default([]) })),
  },
  responses: answer,
});
const resolve = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/resolve',
  tags,
  summary: 'Mark reasons of the rejection as resolved, by position',
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        reasons: z
          .array(z.strictObject({ index: z.number().int().min(0), resolved: z.boolean() }))
          .min(1)
          .max(10_000),
      }),
    ),
  },
  responses: answer,
});
const skip = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/skip',
  tags,
  summary: 'Put it aside with a reason, for a manager to look at',
  request: { params, body: jsonBody(z.strictObject({ reason: z.string().trim().min(1).max(500) })) },
  responses: answer,
});
const proceed = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/proceed',
  tags,
  summary: 'An agent has acted: on along a pathway of its stage',
  request: { params, body: jsonBody(z.strictObject({ pathway: z.string().min(1).max(128) })) },
  responses: answer,
});
const manage = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/manage',
  tags,
  summary: 'Assign, release, skip, move, reopen, set the priority',
  request: { params, body: jsonBody(TaskOperation) },
  responses: answer,
});
/** What people and agents do with one task. */
export function taskWorkRoutes(deps: ApiDeps): ApiRouter {
  const context = taskContext(deps);
  const claims = claiming(deps, context);
  const work = working(deps, context);
  const management = managing(deps, context);

  return newRouter()
    .openapi(claimOne, async (c) => c.json(await claims.one(c.var.user, c.req.valid('param').taskId), 200))
    .openapi(heartbeat, async (c) =>
      c.json(await work.heartbeat(c.var.user, c.req.valid('param').taskId), 200),
    )
    .openapi(release, async (c) => c.json(await work.release(c.var.user, c.req.valid('param').taskId), 200))
    .openapi(submit, async (c) => c.json(await work.submit(c.var.user, c.req.valid('param').taskId), 200))
    .openapi(approve, async (c) => c.json(await work.approve(c.var.user, c.req.valid('param').taskId), 200))
    .openapi(reject, async (c) => {
      const { reasons } = c.req.valid('json');
      return c.json(await work.reject(c.var.user, c.req.valid('param').taskId, reasons), 200);
    })
    .openapi(resolve, async (c) => {
      const { reasons } = c.req.valid('json');
      return c.json(await work.resolve(c.var.user, c.req.valid('param').taskId, reasons), 200);
    })
    .openapi(skip, async (c) => {
      const { reason } = c.req.valid('json');
      return c.json(await work.skip(c.var.user, c.req.valid('param').taskId, reason), 200);
    })
    .openapi(proceed, async (c) => {
      const { pathway } = c.req.valid('json');
      return c.json(await work.proceed(c.var.user, c.req.valid('param').taskId, pathway), 200);
    })
    .openapi(manage, async (c) => {
      return c.json(
        await management.apply(c.var.user, c.req.valid('param').taskId, c.req.valid('json')),
        200,
      );
    });
}
