import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { NotAllowed } from '../../../shared/errors.ts';
import { parentTaskOf } from '../../../shared/store/keys.ts';
import { commentStore } from '../../../shared/store/comment-store.ts';
import { Comment, CommentAnchor } from '../../../shared/workflow/comment.ts';
import { isAllowed } from '../../../shared/workflow/permissions.ts';
import { empty, json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { pageOf, pageQuery } from '../page.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { taskContext } from '../tasks/task-context.ts';

const CommentAnswer = Comment.meta({ id: 'Comment' });
const Body = z.string().trim().min(1).max(5000);
const Id = z.string().min(1).max(256);
const tags = ['comments'];
const params = z.object({ taskId: Id });
const oneParams = z.object({ taskId: Id, commentId: Id });

const list = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/comments',
  tags,
  summary: 'Comments of a task, the oldest first',
  request: { params, query: z.object(pageQuery) },
  responses: { 200: json(pageOf(CommentAnswer), 'A page of comments.'), ...problems },
});
const create = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/comments',
  tags,
  summary: 'Comment on the image, an object, a point or something that is missing; or answer in a thread',
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        anchor: CommentAnchor.default({ type: 'image' }),
        body: Body,
        threadId: Id.optional(),
      }),
    ),
  },
  responses: { 201: json(CommentAnswer, 'The comment.'), ...problems },
});
const change = createRoute({
  method: 'patch',
  path: '/tasks/{taskId}/comments/{commentId}',
  tags,
  summary: 'Resolve or reopen a thread, or edit your own comment',
  request: {
    params: oneParams,
    body: jsonBody(z.strictObject({ body: Body.optional(), isResolved: z.boolean().optional() })),
  },
  responses: { 200: json(CommentAnswer, 'The comment.'), ...problems },
});
const remove = createRoute({
  method: 'delete',
  path: '/tasks/{taskId}/comments/{commentId}',
  tags,
  summary: 'Remove your own comment',
  request: { params: oneParams },
  responses: { 204: empty('Removed.'), ...problems },
});

export function commentRoutes(deps: ApiDeps): ApiRouter {
  const context = taskContext(deps);
  const comments = commentStore(deps.store);

  return newRouter()
    .openapi(list, async (c) => {
      const { task } = await context.open(c.var.user, c.req.valid('param').taskId, 'viewProject');
      return c.json(await comments.list({ ...c.req.valid('query'), taskId: parentTaskOf(task.id) }), 200);
    })
    .openapi(create, async (c) => {
      const { task } = await context.open(c.var.user, c.req.valid('param').taskId, 'comment');
      const taskId = parentTaskOf(task.id);
      const { anchor, body, threadId } = c.req.valid('json');
      // An answer to an answer joins the thread it belongs to.
      const first = threadId === undefined ? undefined : await comments.get(taskId, threadId);
      const comment = await comments.add({
        taskId,
        anchor: first?.anchor ?? anchor,
        body,
        authorId: c.var.user.id,
        ...(first ? { threadId: first.threadId ?? first.id } : {}),
      });
      return c.json(comment, 201);
    })
    .openapi(change, async (c) => {
      const { taskId, commentId } = c.req.valid('param');
      const { task } = await context.open(c.var.user, taskId, 'comment');
      const { body, isResolved } = c.req.valid('json');
      const comment = await comments.get(parentTaskOf(task.id), commentId);
      if (body !== undefined && comment.authorId !== c.var.user.id) {
        throw new NotAllowed('You may edit your own comments only; answer in the thread instead.');
      }
      const changed = await comments.update(parentTaskOf(task.id), commentId, {
        ...(body === undefined ? {} : { body }),
        ...(isResolved === undefined
          ? {}
          : { isResolved, ...(isResolved ? { resolvedBy: c.var.user.id } : { resolvedBy: undefined }) }),
      });
      return c.json(changed, 200);
    })
    .openapi(remove, async (c) => {
      const { taskId, commentId } = c.req.valid('param');
      const { task, role } = await context.open(c.var.user, taskId, 'comment');
      const comment = await comments.get(parentTaskOf(task.id), commentId);
      if (comment.authorId !== c.var.user.id && !isAllowed(role, 'manageTasks')) {
        throw new NotAllowed('You may remove your own comments only.');
      }
      await comments.remove(parentTaskOf(task.id), commentId);
      return c.body(null, 204);
    });
}
