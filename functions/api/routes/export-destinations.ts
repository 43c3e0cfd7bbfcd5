import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { json, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const Destination = z
  .object({
    name: z.string(),
    /** Below it every export makes a folder of its own: `s3://bucket/prefix/`, or a folder of the machine. */
    location: z.string(),
  })
  .meta({ id: 'ExportDestination' });

const listDestinations = createRoute({
  method: 'get',
  path: '/export-destinations',
  tags: ['exports'],
  summary: 'Places outside that exports of a project may be written to',
  request: { query: z.object({ projectId: z.string().min(1).max(128) }) },
  responses: {
    200: json(
      z.object({ items: z.array(Destination) }).meta({ id: 'ExportDestinations' }),
      'All of them, by name.',
    ),
    ...problems,
  },
});

export function exportDestinationRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  return newRouter().openapi(listDestinations, async (c) => {
    await access.require(c.var.user, c.req.valid('query').projectId, 'exportLabels');
    return c.json({ items: deps.destinations.list() }, 200);
  });
}
