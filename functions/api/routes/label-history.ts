import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { Branch } from '../../../shared/labels/label-document.ts';
import { summarizeChanges } from '../../../shared/labels/summarize-changes.ts';
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

const Kind = z.enum(['created', 'updated', 'deleted']);
const RevisionChanges = z
  .object({
    revision: z.number(),
    savedBy: z.string(),
    savedAt: z.string(),
    restoredFrom: z.number().optional(),
    objects: z.array(
      z.object({
        kind: Kind,
        objectId: z.string(),
        classId: z.string(),
        classIdBefore: z.string().optional(),
        fields: z.array(z.enum(['classId', 'shape', 'attributes', 'confidence', 'trackId'])).optional(),
      }),
    ),
    classifications: z.array(z.object({ kind: Kind, classificationId: z.string() })),
  })
  .meta({ id: 'RevisionChanges' });

const tags = ['labels'];
const params = z.object({ taskId: z.string().min(1).max(256) });

const listChanges = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/labels/changes',
  tags,
  summary: 'Who changed what, revision by revision, the newest first; of one object or of all',
  request: {
    params,
    query: z.object({
      pageToken: pageQuery.pageToken,
      limit: z.coerce.number().int().min(1).max(100).default(20),
      branch: Branch.optional(),
      objectId: z.string().max(128).optional().describe('Only revisions that touched this object.'),
    }),
  },
  responses: { 200: json(pageOf(RevisionChanges), 'A page of revisions.'), ...problems },
});
const restore = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/labels/restore',
  tags,
  summary: 'Make an earlier revision the next one; `If-Match` names the newest',
  request: {
    params,
    headers: z.object({ 'if-match': z.string().optional() }),
    body: jsonBody(z.strictObject({ revision: z.int().min(0), branch: Branch.optional() })),
  },
  responses: {
    200: json(
      z.object({
        taskId: z.string(),
        branch: z.string(),
        revision: z.number(),
        restoredFrom: z.number(),
        savedBy: z.string().optional(),
        savedAt: z.string().optional(),
      }),
      'Restored; the new revision.',
    ),
    ...problems,
  },
});

export function labelHistoryRoutes(deps: ApiDeps): ApiRouter {
  const context = taskContext(deps);
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });
  const saving = labelSaving(deps, context);

  return newRouter()
    .openapi(listChanges, async (c) => {
      const { taskId } = c.req.valid('param');
      const { task, role } = await context.open(c.var.user, taskId, 'viewProject');
      const { branch = task.branch ?? 'main', objectId, ...page } = c.req.valid('query');
      requireReadable({ task, stage: undefined, branch, user: c.var.user, role });
      const owner = parentTaskOf(taskId);
      const { items, nextPageToken } = await labels.listRevisions({ ...page, taskId: owner, branch });
      const changes: z.infer<typeof RevisionChanges>[] = [];
      // Neighbours share a document: each is read once, and two are held at a time.
      let after = items[0] && (await labels.getRevision(owner, branch, items[0].revision));
      for (const { revision, savedBy, savedAt, restoredFrom } of items) {
        const before = await labels.getRevision(owner, branch, revision - 1);
        if (!after || !before) break;
        const { objects, classifications } = summarizeChanges(before, after);
        after = before;
        const wanted = objectId === undefined ? objects : objects.filter((one) => one.objectId === objectId);
        if (objectId !== undefined && wanted.length === 0) continue;
        changes.push({
          revision,
          savedBy,
          savedAt,
          restoredFrom,
          objects: wanted,
          classifications: objectId === undefined ? classifications : [],
        });
      }
      return c.json({ items: changes, nextPageToken }, 200);
    })
    .openapi(restore, async (c) => {
      const { taskId } = c.req.valid('param');
      const { revision, branch } = c.req.valid('json');
      const baseRevision = requireIfMatch(c.req.valid('header')['if-match']);
      const saved = await saving.restore(c.var.user, { taskId, branch, baseRevision }, revision);
      c.header('etag', etagOf(saved.revision));
      const { objects: _, classifications: __, ...summary } = saved;
      return c.json({ ...summary, restoredFrom: revision }, 200);
    });
}
