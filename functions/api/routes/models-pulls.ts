import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { ModelUnusable } from '../../../shared/errors.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { requireAdmin } from '../require-admin.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const ModelPullAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    licence: z.string().describe('SPDX.'),
    summary: z.string(),
    status: z.enum(['absent', 'pulling', 'failed', 'here']),
    file: z.string().optional(),
    done: z.number().optional().describe('Bytes of the file under way.'),
    total: z.number().optional(),
    reason: z.string().optional().describe('Why it failed; another try goes on where it ended.'),
  })
  .meta({ id: 'ModelPull' });

const list = createRoute({
  method: 'get',
  path: '/models/pulls',
  tags: ['models'],
  summary: 'Models that can be fetched from elsewhere, and how far that is',
  responses: {
    200: json(z.object({ items: z.array(ModelPullAnswer) }), 'Those known by name.'),
    ...problems,
  },
});
const start = createRoute({
  method: 'post',
  path: '/models/pulls',
  tags: ['models'],
  summary: 'Fetch a known model, in the background',
  request: { body: jsonBody(z.strictObject({ modelId: z.string().min(1).max(128) })) },
  responses: { 202: json(ModelPullAnswer, 'It is under way, or here already.'), ...problems },
});

export function modelPullRoutes(deps: ApiDeps): ApiRouter {
  return newRouter()
    .openapi(list, async (c) => c.json({ items: (await deps.models?.pulls?.list()) ?? [] }, 200))
    .openapi(start, async (c) => {
      requireAdmin(c.var.user);
      const { modelId } = c.req.valid('json');
      if (!deps.models?.pulls) throw new ModelUnusable('Models are deployed here, not fetched.');
      return c.json(await deps.models.pulls.start(modelId), 202);
    });
}
