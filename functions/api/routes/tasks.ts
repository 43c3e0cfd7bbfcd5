import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { InvalidInput, LapidaryError, NotFound } from '../../../shared/errors.ts';
import { collectionStore } from '../../../shared/store/collection-store.ts';
import { routeStore } from '../../../shared/store/route-store.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import { explainRoute } from '../../../shared/workflow/explain-route.ts';
import { RejectionReason, Task, TaskStatus } from '../../../shared/workflow/task.ts';
import type { WorkflowDocument } from '../../../shared/workflow/workflow-document.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { pageOf, pageQuery } from '../page.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { claiming } from '../tasks/claim.ts';
import { managing, TaskOperation } from '../tasks/management.ts';
import { taskContext } from '../tasks/task-context.ts';
import { working } from '../tasks/work.ts';

const TaskAnswer = Task.meta({ id: 'Task' });
const Id = z.string().min(1).max(256);
const tags = ['tasks'];
const params = z.object({ taskId: Id });
const answer = { 200: json(TaskAnswer, 'The task as it is now.'), ...problems };
const yes = z.enum(['true', 'false']).transform((value) => value === 'true');

/** What is done to many tasks: what managers do, what reviewers do, and what agents do. */
const BulkAction = z.union([
  TaskOperation,
  z.strictObject({ operation: z.literal('approve') }),
  z.strictObject({
    operation: z.literal('reject'),
    reasons: z.array(RejectionReason).min(1).max(1000),
  }),
  z.strictObject({ operation: z.literal('proceed'), pathway: z.string().min(1).max(128) }),
]);
type BulkAction = z.infer<typeof BulkAction>;

const listTasks = createRoute({
  method: 'get',
  path: '/tasks',
  tags,
  summary: 'Tasks of a project, by stage, status, person, class, image name, date, rejection, collection',
  request: {
    query: z.object({
      ...pageQuery,
      projectId: Id,
      stageId: z.string().max(64).optional(),
      status: TaskStatus.optional(),
      assigneeId: Id.optional(),
      classId: z.string().max(128).optional().describe('Tasks whose labels hold this class.'),
      imageName: z.string().max(256).optional().describe('A part of the name.'),
      changedAfter: z.iso.datetime().optional(),
      changedBefore: z.iso.datetime().optional(),
      rejected: yes.optional(),
      collectionId: Id.optional().describe('Tasks of the images in this collection, in its order.'),
      slots: yes
        .optional()
        .describe('Also the places of consensus rounds; with the status `skipped` they always come along.'),
    }),
  },
  responses: { 200: json(pageOf(TaskAnswer), 'A page of tasks.'), ...problems },
});
const getTask = createRoute({
  method: 'get',
  path: '/tasks/{taskId}',
  tags,
  summary: 'One task',
  request: { params },
  responses: answer,
});
const claimNext = createRoute({
  method: 'post',
  path: '/tasks/claim-next',
  tags,
  summary: 'Take the next task: what waits for you first, then the highest priority, then the oldest',
  request: {
    body: jsonBody(
      z.strictObject({
        projectId: Id,
        stageId: z.string().min(1).max(64).optional(),
        preferredTaskId: Id.optional().describe('Given when it is among the next ones.'),
      }),
    ),
  },
  responses: { ...answer, 204: { description: 'There is nothing to do.' } },
});
const peekNext = createRoute({
  method: 'get',
  path: '/tasks/next',
  tags,
  summary: 'The task that claim-next would most likely give, without taking it: load its image ahead',
  request: { query: z.object({ projectId: Id, stageId: z.string().min(1).max(64).optional() }) },
  responses: { ...answer, 204: { description: 'There is nothing to do.' } },
});
const bulk = createRoute({
  method: 'post',
  path: '/tasks/bulk',
  tags,
  summary: 'Do something to up to 500 tasks; each has its own outcome',
  request: {
    body: jsonBody(
      z.strictObject({
        taskIds: z.array(Id).min(1).max(500),
        action: BulkAction,
      }),
    ),
  },
  responses: {
    200: json(
      z.object({
        outcomes: z.array(
          z.object({
            taskId: z.string(),
            ok: z.boolean(),
            task: TaskAnswer.optional(),
            code: z.string().optional(),
            detail: z.string().optional(),
          }),
        ),
      }),
      'One outcome per task, in the order of the request.',
    ),
    ...problems,
  },
});
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
const getRoute = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/route',
  tags,
  summary: 'Why is this task where it is?',
  request: { params },
  responses: {
    200: json(
      z.object({
        hops: z.array(
          z.object({ at: z.string(), from: z.string(), to: z.string(), by: z.string(), text: z.string() }),
        ),
        decisions: z.array(
          z.object({
            stageId: z.string(),
            kind: z.string(),
            pathway: z.string(),
            inputs: z.record(z.string(), z.unknown()),
            at: z.string(),
          }),
        ),
      }),
      'Every hop in plain words, and what the routers decided from.',
    ),
    ...problems,
  },
});

export function taskRoutes(deps: ApiDeps): ApiRouter {
  const context = taskContext(deps);
  const claims = claiming(deps, context);
  const work = working(deps, context);
  const management = managing(deps, context);
  const routes = routeStore(deps.store);
  const collections = collectionStore(deps.store);
  const users = userStore(deps.store);

  function actOn(user: SignedInUser, taskId: string, action: BulkAction): Promise<Task> {
    switch (action.operation) {
      case 'approve':
        return work.approve(user, taskId);
      case 'reject':
        return work.reject(user, taskId, action.reasons);
      case 'proceed':
        return work.proceed(user, taskId, action.pathway);
      default:
        return management.apply(user, taskId, action);
    }
  }

  return newRouter()
    .openapi(listTasks, async (c) => {
      const { rejected, slots, collectionId, ...query } = c.req.valid('query');
      await context.access.require(c.var.user, query.projectId, 'viewProject');
      const collection = collectionId === undefined ? undefined : await collections.get(collectionId);
      if (collection && collection.projectId !== query.projectId)
        throw new NotFound('collection', collection.id);
      const page = await context.tasks.list({
        ...query,
        ...(rejected === undefined ? {} : { isRejected: rejected }),
        ...(collection ? { assetIds: collection.assetIds } : {}),
        // A place that was put aside holds up its whole round: a manager must find it.
        withSlots: slots ?? query.status === 'skipped',
      });
      return c.json(page, 200);
    })
    .openapi(claimNext, async (c) => {
      const { projectId, ...wanted } = c.req.valid('json');
      const task = await claims.next(c.var.user, projectId, wanted);
      return task ? c.json(task, 200) : c.body(null, 204);
    })
    .openapi(peekNext, async (c) => {
      const { projectId, stageId } = c.req.valid('query');
      const task = await claims.peek(c.var.user, projectId, stageId);
      return task ? c.json(task, 200) : c.body(null, 204);
    })
    .openapi(bulk, async (c) => {
      const { taskIds, action } = c.req.valid('json');
      if (new Set(taskIds).size !== taskIds.length) {
        throw new InvalidInput('The same task is named twice; name each once.', { path: 'taskIds' });
      }
      const one = async (taskId: string) => {
        try {
          const task = await actOn(c.var.user, taskId, action);
          return { taskId, ok: true, task };
        } catch (error) {
          if (!(error instanceof LapidaryError)) throw error;
          return { taskId, ok: false, code: error.code, detail: error.message };
        }
      };
      const outcomes: Awaited<ReturnType<typeof one>>[] = [];
      const width = 10;
      for (let i = 0; i < taskIds.length; i += width) {
        outcomes.push(...(await Promise.all(taskIds.slice(i, i + width).map(one))));
      }
      return c.json({ outcomes }, 200);
    })
    .openapi(getTask, async (c) => {
      const { task } = await context.open(c.var.user, c.req.valid('param').taskId, 'viewProject');
      return c.json(task, 200);
    })
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
    })
    .openapi(getRoute, async (c) => {
      const { task } = await context.open(c.var.user, c.req.valid('param').taskId, 'viewProject');
      const [hops, decisions] = await Promise.all([context.tasks.listHops(task.id), routes.list(task.id)]);
      const documents = new Map<number, WorkflowDocument>();
      for (const { workflowRevision } of hops) {
        if (documents.has(workflowRevision)) continue;
        documents.set(workflowRevision, await context.workflows.document(task.workflowId, workflowRevision));
      }
      const names = new Map<string, string>();
      const people = [
        ...hops.map((hop) => hop.by),
        ...decisions.flatMap(({ inputs }) => (typeof inputs.person === 'string' ? [inputs.person] : [])),
      ];
      for (const id of new Set(people)) names.set(id, (await users.find(id))?.name ?? id);
      const explained = explainRoute(
        hops,
        decisions,
        (revision) => documents.get(revision),
        (id) => names.get(id) ?? id,
      );
      const shown = decisions.map(({ stageId, kind, pathway, inputs, at }) => ({
        stageId,
        kind,
        pathway,
        inputs,
        at,
      }));
      return c.json({ hops: explained, decisions: shown }, 200);
    });
}
