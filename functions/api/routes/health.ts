import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { json } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const Health = z.object({ status: z.literal('ok'), time: z.iso.datetime() }).meta({ id: 'Health' });

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  tags: ['health'],
  security: [],
  summary: 'Is the server up?',
  responses: { 200: json(Health, 'It is.') },
});

export function healthRoutes(deps: ApiDeps): ApiRouter {
  return newRouter().openapi(getHealth, (c) =>
    c.json({ status: 'ok' as const, time: deps.store.now().toISOString() }, 200),
  );
}
