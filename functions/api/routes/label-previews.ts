import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { deriveId } from '../../../shared/ids.ts';
import { mapInOrder } from '../../../shared/jobs/map-in-order.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { json, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { previewLines } from '../labels/preview-lines.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const MOST_IMAGES = 60;
const MOST_OBJECTS = 200;
const AT_ONCE = 12;
/** A thumbnail shows about so many pixels of the longer side. */
const SHOWN_PIXELS = 200;

const Preview = z
  .object({
    assetId: z.string(),
    taskId: z.string(),
    revision: z.number(),
    /** Of all objects, also those that are not drawn. */
    objects: z.number(),
    drawn: z.array(
      z.object({
        classId: z.string(),
        /** Image pixels `[x0, y0, x1, y1, …]`. */
        lines: z.array(z.object({ points: z.array(z.number()), isClosed: z.boolean() })),
      }),
    ),
  })
  .meta({ id: 'LabelPreview' });

const list = createRoute({
  method: 'get',
  path: '/label-previews',
  tags: ['labels'],
  summary: 'The labels of up to 60 images in one project, as lines to draw over thumbnails',
  request: {
    query: z.object({
      projectId: z.string().min(1).max(128),
      assetIds: z
        .string()
        .min(1)
        .max(MOST_IMAGES * 129)
        .transform((text) => [...new Set(text.split(','))])
        .refine((ids) => ids.length <= MOST_IMAGES, `At most ${MOST_IMAGES} images at once.`)
        .describe('Ids of images, separated by commas.'),
    }),
  },
  responses: {
    200: json(z.object({ items: z.array(Preview) }), 'Images that have labels, in the order of the request.'),
    ...problems,
  },
});

export function labelPreviewRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const projects = projectStore(deps.store);
  const assets = assetStore(deps.store);
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });

  async function previewOf(projectId: string, assetId: string): Promise<z.infer<typeof Preview> | undefined> {
    const taskId = `${projectId}.${deriveId(projectId, assetId)}`;
    const [document, asset] = await Promise.all([labels.get(taskId, 'main'), assets.find(assetId)]);
    if (document.revision === 0 || !asset) return undefined;
    const tolerance = Math.max(asset.width, asset.height) / SHOWN_PIXELS;
    const drawn = document.objects
      .slice(0, MOST_OBJECTS)
      .map(({ classId, shape }) => ({ classId, lines: previewLines(shape, tolerance) }));
    return { assetId, taskId, revision: document.revision, objects: document.objects.length, drawn };
  }

  return newRouter().openapi(list, async (c) => {
    const { projectId, assetIds } = c.req.valid('query');
    await access.require(c.var.user, projectId, 'viewProject');
    const { datasetIds } = await projects.get(projectId);
    const own = assetIds.filter((id) => datasetIds.includes(id.split('.')[0]));
    const items: z.infer<typeof Preview>[] = [];
    for await (const preview of mapInOrder(own, AT_ONCE, (id) => previewOf(projectId, id))) {
      if (preview) items.push(preview);
    }
    return c.json({ items }, 200);
  });
}
