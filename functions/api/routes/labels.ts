import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { InvalidInput } from '../../../shared/errors.ts';
import { Branch, LabelContent, LabelDocument } from '../../../shared/labels/label-document.ts';
import { parentTaskOf } from '../../../shared/store/keys.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { pageOf, pageQuery } from '../page.ts';
import { etagOf, requireIfMatch } from '../revision.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { requireReadable } from '../tasks/label-access.ts';
import { labelSaving } from '../tasks/save-labels.ts';
import { taskContext } from '../tasks/task-context.ts';

const tags = ['labels'];
const params = z.object({ taskId: z.string().min(1).max(256) });
const branch = Branch.optional().describe('`main` unless told otherwise; in a consensus round your own.');

const getLabels = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/labels',
  tags,
  summary: 'The labels, with their revision as ETag',
  request: {
    params,
    query: z.object({ branch, revision: z.coerce.number().int().min(0).optional() }),
  },
  responses: { 200: json(LabelDocument.meta({ id: 'LabelDocument' }), 'The document.'), ...problems },
});
const putLabels = createRoute({
  method: 'put',
  path: '/tasks/{taskId}/labels',
  tags,
  summary:
    'Save; `If-Match` names the revision that was edited. 409 holds the current document, to merge with',
  request: {
    params,
    query: z.object({ branch }),
    headers: z.object({ 'if-match': z.string().optional() }),
    body: jsonBody(LabelContent.meta({ id: 'LabelContent' })),
  },
  responses: {
    200: json(
      z.object({
        taskId: z.string(),
        branch: z.string(),
        revision: z.number(),
        savedBy: z.string().optional(),
        savedAt: z.string().optional(),
      }),
      'Saved; the new revision.',
    ),
    ...problems,
  },
});
const listRevisions = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/labels/revisions',
  tags,
  summary: 'Every revision of a branch, the newest first',
  request: { params, query: z.object({ ...pageQuery, branch }) },
  responses: {
    200: json(
      pageOf(
        z.object({
          revision: z.number(),
          branch: z.string(),
          savedBy: z.string(),
          savedAt: z.string(),
          objects: z.number(),
          classifications: z.number(),
          sha256: z.string(),
          restoredFrom: z.number().optional(),
        }),
      ),
      'A page of revisions.',
    ),
    ...problems,
  },
});
const listBranches = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/labels/branches',
  tags,
  summary: 'The branches that you may read',
  request: { params },
  responses: {
    200: json(
      z.object({ items: z.array(z.object({ branch: z.string(), revision: z.number() })) }),
      'Branches.',
    ),
    ...problems,
  },
});

export function labelRoutes(deps: ApiDeps): ApiRouter {
  const context = taskContext(deps);
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });
  const saving = labelSaving(deps, context);

  return newRouter()
    .openapi(getLabels, async (c) => {
      const { taskId } = c.req.valid('param');
      const { task, role } = await context.open(c.var.user, taskId, 'viewProject');
      const { revision, branch: asked = task.branch ?? 'main' } = c.req.valid('query');
      requireReadable({ task, stage: undefined, branch: asked, user: c.var.user, role });
      const owner = parentTaskOf(taskId);
      const document =
        revision === undefined
          ? await labels.get(owner, asked)
          : await labels.getRevision(owner, asked, revision);
      if (!document) {
        throw new InvalidInput(`The branch "${asked}" has no revision ${revision}.`, { path: 'revision' });
      }
      c.header('etag', etagOf(document.revision));
      return c.json(document, 200);
    })
    .openapi(putLabels, async (c) => {
      const { taskId } = c.req.valid('param');
      const baseRevision = requireIfMatch(c.req.valid('header')['if-match']);
      const { branch: asked } = c.req.valid('query');
      const where = { taskId, branch: asked, baseRevision };
      const saved = await saving.save(c.var.user, where, c.req.valid('json'));
      c.header('etag', etagOf(saved.revision));
      const { objects: _, classifications: __, ...summary } = saved;
      return c.json(summary, 200);
    })
    .openapi(listRevisions, async (c) => {
      const { taskId } = c.req.valid('param');
      const { task, role } = await context.open(c.var.user, taskId, 'viewProject');
      const { branch: asked = task.branch ?? 'main', ...page } = c.req.valid('query');
      requireReadable({ task, stage: undefined, branch: asked, user: c.var.user, role });
      return c.json(
        await labels.listRevisions({ ...page, taskId: parentTaskOf(taskId), branch: asked }),
        200,
      );
    })
    .openapi(listBranches, async (c) => {
      const { taskId } = c.req.valid('param');
      const { task, role } = await context.open(c.var.user, taskId, 'viewProject');
      const all = await labels.listBranches(parentTaskOf(taskId));
      const items = all.filter(({ branch: name }) => {
        try {
          requireReadable({ task, stage: undefined, branch: name, user: c.var.user, role });
          return true;
        } catch {
          return false;
        }
      });
      return c.json({ items }, 200);
    });
}
