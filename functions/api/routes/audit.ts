import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { auditStore } from '../../../shared/store/audit-store.ts';
import { AuditEvent } from '../../../shared/store/records/audit-event.ts';
import { json, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const Id = z.string().min(1).max(256);

const list = createRoute({
  method: 'get',
  path: '/audit',
  tags: ['audit'],
  summary: 'Who did what, the newest first',
  request: {
    query: z.object({ ...pageQuery, projectId: Id, subjectId: Id.optional(), actor: Id.optional() }),
  },
  responses: { 200: json(pageOf(AuditEvent.meta({ id: 'AuditEvent' })), 'A page of events.'), ...problems },
});

export function auditRoutes(deps: ApiDeps): ApiRouter {
  const audit = auditStore(deps.store);
  const access = projectAccess(deps);

  return newRouter().openapi(list, async (c) => {
    const query = c.req.valid('query');
    await access.require(c.var.user, query.projectId, 'viewAudit');
    return c.json(await audit.list(query), 200);
  });
}
