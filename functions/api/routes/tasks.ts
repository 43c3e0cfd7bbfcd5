import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { NotFound } from '../../../shared/errors.ts';
import { collectionStore } from '../../../shared/store/collection-store.ts';
import { routeStore } from '../../../shared/store/route-store.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import { explainRoute } from '../../../shared/workflow/explain-route.ts';
import { TaskStatus } from '../../../shared/workflow/task.ts';
import type { WorkflowDocument } from '../../../shared/workflow/workflow-document.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { pageOf, pageQuery } from '../page.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { claiming } from '../tasks/claim.ts';
import { TaskAnswer } from '../tasks/task-answer.ts';
import { taskContext } from '../tasks/task-context.ts';

const Id = z.string().min(1).max(256);
const tags = ['tasks'];
const params = z.object({ taskId: Id });
const answer = { 200: json(TaskAnswer, 'The task as it is now.'), ...problems };
const yes = z.enum(['true', 'false']).transform((value) => value === 'true');

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
  const routes = routeStore(deps.store);
  const collections = collectionStore(deps.store);
  const users = userStore(deps.store);

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
    .openapi(getTask, async (c) => {
      const { task } = await context.open(c.var.user, c.req.valid('param').taskId, 'viewProject');
      return c.json(task, 200);
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
