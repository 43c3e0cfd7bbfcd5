import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { InvalidInput, LapidaryError } from '../../../shared/errors.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { actingInBulk, BulkAction } from '../tasks/bulk-action.ts';
import { TaskAnswer } from '../tasks/task-answer.ts';
import { taskContext } from '../tasks/task-context.ts';

const WIDTH = 10;

const bulk = createRoute({
  method: 'post',
  path: '/tasks/bulk',
  tags: ['tasks'],
  summary: 'Do something to up to 500 tasks; each has its own outcome',
  request: {
    body: jsonBody(
      z.strictObject({
        taskIds: z.array(z.string().min(1).max(256)).min(1).max(500),
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

export function taskBulkRoutes(deps: ApiDeps): ApiRouter {
  const actOn = actingInBulk(deps, taskContext(deps));

  return newRouter().openapi(bulk, async (c) => {
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
    for (let i = 0; i < taskIds.length; i += WIDTH) {
      outcomes.push(...(await Promise.all(taskIds.slice(i, i + WIDTH).map(one))));
    }
    return c.json({ outcomes }, 200);
  });
}
