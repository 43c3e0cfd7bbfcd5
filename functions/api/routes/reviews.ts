import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { InvalidInput, NotHolder, WrongStage } from '../../../shared/errors.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import { reviewStore } from '../../../shared/store/review-store.ts';
import { ObjectDecision, Review } from '../../../shared/workflow/review.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { taskContext } from '../tasks/task-context.ts';
import { working } from '../tasks/work.ts';

const ReviewAnswer = Review.meta({ id: 'Review' });
const tags = ['reviews'];
const params = z.object({ taskId: z.string().min(1).max(256) });

const put = createRoute({
  method: 'put',
  path: '/tasks/{taskId}/review',
  tags,
  summary: 'Your decisions of this round; they can be revised until you approve or reject the task',
  request: {
    params,
    body: jsonBody(z.strictObject({ decisions: z.array(ObjectDecision).max(100_000) })),
  },
  responses: { 200: json(ReviewAnswer, 'The review.'), ...problems },
});
const list = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/reviews',
  tags,
  summary: 'Every review of a task, the oldest first',
  request: { params },
  responses: { 200: json(z.object({ items: z.array(ReviewAnswer) }), 'Reviews.'), ...problems },
});

export function reviewRoutes(deps: ApiDeps): ApiRouter {
  const context = taskContext(deps);
  const reviews = reviewStore(deps.store);
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });
  const work = working(deps, context);

  return newRouter()
    .openapi(put, async (c) => {
      const { taskId } = c.req.valid('param');
      const { task } = await context.open(c.var.user, taskId, 'review');
      const stage = await context.stageOf(task);
      if (stage?.kind !== 'review') {
        throw new WrongStage('This task is not in a review stage.', {
          stageId: task.stageId,
          stageKind: task.stageKind,
        });
      }
      if (task.status !== 'assigned' || task.assigneeId !== c.var.user.id) {
        throw new NotHolder('Claim this task before you review it.', { status: task.status });
      }
      const { decisions } = c.req.valid('json');
      const ids = decisions.map((decision) => decision.objectId);
      if (new Set(ids).size !== ids.length) {
        throw new InvalidInput('An object is decided twice; decide each once.', { path: 'decisions' });
      }
      const { objects } = await labels.get(taskId, 'main');
      const known = new Set(objects.map((object) => object.id));
      const unknown = ids.find((id) => !known.has(id));
      if (unknown !== undefined) {
        throw new InvalidInput(`There is no object "${unknown}" in the labels; read them again.`, {
          path: 'decisions',
        });
      }
      const review = await reviews.decide(task, c.var.user.id, decisions);
      // A review that is not strict ends by itself with the last decision.
      if (!stage.settings.strict && known.size > 0 && ids.length === known.size) {
        if (decisions.some((one) => one.decision === 'rejected')) await work.reject(c.var.user, taskId, []);
        else await work.approve(c.var.user, taskId);
        return c.json((await reviews.find(task, c.var.user.id)) ?? review, 200);
      }
      return c.json(review, 200);
    })
    .openapi(list, async (c) => {
      const { task } = await context.open(c.var.user, c.req.valid('param').taskId, 'viewProject');
      return c.json({ items: await reviews.list(task.id) }, 200);
    });
}
