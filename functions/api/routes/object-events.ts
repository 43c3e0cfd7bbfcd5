import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Queue } from '../../../shared/queue/queue.ts';
import { json, jsonBody, problems } from '../answers.ts';
import { requireAdmin } from '../require-admin.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const tags = ['object-events'];
const listDead = createRoute({
  method: 'get',
  path: '/object-events/dead-letters',
  tags,
  summary: 'Files that came or went, and could not be taken up after many attempts',
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }) },
  responses: {
    200: json(
      z.object({
        items: z.array(
          z.object({
            id: z.string(),
            type: z.string().optional(),
            /** Of the file, with its dataset in front. */
            key: z.string().optional(),
            attempts: z.number(),
          }),
        ),
      }),
      'The parked events.',
    ),
    ...problems,
  },
});
const redrive = createRoute({
  method: 'post',
  path: '/object-events/redrive',
  tags,
  summary: 'Try parked events again: those named, or all',
  request: { body: jsonBody(z.strictObject({ ids: z.array(z.string().max(256)).max(500).optional() })) },
  responses: { 202: json(z.object({ redriven: z.number() }), 'On their way again.'), ...problems },
});

/** Where the host itself queues object events. */
export function objectEventRoutes(queue: Pick<Queue, 'deadLetters' | 'redrive'>): ApiRouter {
  return newRouter()
    .openapi(listDead, async (c) => {
      requireAdmin(c.var.user);
      const letters = await queue.deadLetters({ limit: c.req.valid('query').limit });
      const items = letters.map(({ id, body, attempts }) => {
        const event = (body ?? {}) as { type?: unknown; key?: unknown };
        return {
          id,
          ...(typeof event.type === 'string' ? { type: event.type } : {}),
          ...(typeof event.key === 'string' ? { key: event.key } : {}),
          attempts,
        };
      });
      return c.json({ items }, 200);
    })
    .openapi(redrive, async (c) => {
      requireAdmin(c.var.user);
      return c.json({ redriven: await queue.redrive(c.req.valid('json').ids) }, 202);
    });
}
