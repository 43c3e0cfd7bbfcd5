import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { attachedSources } from '../../../shared/blobs/attached-sources.ts';
import type { AttachedSource } from '../../../shared/blobs/attached-sources.ts';
import { InUse, InvalidInput } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { datasetStore } from '../../../shared/store/dataset-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import type { Dataset } from '../../../shared/store/records/dataset.ts';
import { empty, json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { datasetAccess } from '../dataset-access.ts';
import { pageOf, pageQuery } from '../page.ts';
import { requireAdmin } from '../require-admin.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const DatasetAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().optional(),
    /** The folder or bucket prefix that it mirrors; missing when files are uploaded. */
    source: z.string().optional(),
    /** Images by status. */
    counts: z.object({ ready: z.number(), quarantined: z.number(), removed: z.number() }),
    createdBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Dataset' });

const Name = z.string().trim().min(1).max(256);
const Description = z.string().trim().max(5000);
const tags = ['datasets'];
const params = z.object({ datasetId: z.string().min(1).max(128) });

const listDatasets = createRoute({
  method: 'get',
  path: '/datasets',
  tags,
  summary: 'Datasets that you may see',
  request: { query: z.object(pageQuery) },
  responses: { 200: json(pageOf(DatasetAnswer), 'A page of datasets.'), ...problems },
});
const createDataset = createRoute({
  method: 'post',
  path: '/datasets',
  tags,
  summary: 'Make a dataset to upload images to, or one that mirrors an attached bucket',
  request: {
    body: jsonBody(
      z.strictObject({
        name: Name,
        description: Description.optional(),
        source: z
          .string()
          .max(1100)
          .optional()
          .describe('`s3://bucket/prefix/`, one of those that this installation was deployed with.'),
      }),
    ),
  },
  responses: { 201: json(DatasetAnswer, 'The dataset.'), ...problems },
});
const getDataset = createRoute({
  method: 'get',
  path: '/datasets/{datasetId}',
  tags,
  summary: 'One dataset',
  request: { params },
  responses: { 200: json(DatasetAnswer, 'The dataset.'), ...problems },
});
const changeDataset = createRoute({
  method: 'patch',
  path: '/datasets/{datasetId}',
  tags,
  summary: 'Rename or describe a dataset',
  request: {
    params,
    body: jsonBody(z.strictObject({ name: Name.optional(), description: Description.optional() })),
  },
  responses: { 200: json(DatasetAnswer, 'The dataset after the change.'), ...problems },
});
const deleteDataset = createRoute({
  method: 'delete',
  path: '/datasets/{datasetId}',
  tags,
  summary: 'Remove a dataset that no project uses; its files stay where they are',
  request: { params },
  responses: { 204: empty('Removed.'), ...problems },
});

/** @throws InvalidInput for a bucket that was not attached at deployment */
function attachedSource(source: string): AttachedSource {
  const known = attachedSources(process.env.ATTACHED_BUCKETS);
  const found = known.find(({ url }) => url === source || url === `${source}/`);
  if (found) return found;
  const which =
    known.length === 0
      ? 'No bucket is attached to this installation.'
      : `Attached are ${known.map(({ url }) => url).join(', ')}.`;
  throw new InvalidInput(
    `"${source}" is not attached. ${which} In AWS, deploy with "--context attachBuckets=BUCKET/PREFIX/"; on one machine, start with "lapidary up FOLDER".`,
    { path: 'source' },
  );
}

export function datasetRoutes(deps: ApiDeps): ApiRouter {
  const datasets = datasetStore(deps.store);
  const assets = assetStore(deps.store);
  const projects = projectStore(deps.store);
  const access = datasetAccess(deps);
  const shown = async (dataset: Dataset) => ({ ...dataset, counts: await assets.counts(dataset.id) });

  return newRouter()
    .openapi(listDatasets, async (c) => {
      const { items, nextPageToken } = await datasets.list(c.req.valid('query'));
      const visible = await access.visibleOf(c.var.user);
      const kept = items.filter((dataset) => visible === 'all' || visible.has(dataset.id));
      return c.json({ items: await Promise.all(kept.map(shown)), nextPageToken }, 200);
    })
    .openapi(createDataset, async (c) => {
      requireAdmin(c.var.user);
      const { name, description, source } = c.req.valid('json');
      const createdBy = c.var.user.id;
      const attached = source === undefined ? undefined : attachedSource(source);
      const id = attached?.datasetId ?? newId(deps.store.now());
      const dataset = await datasets.create({ id, name, description, source: attached?.url, createdBy });
      // Files that come later tell of themselves.
      if (attached) await startJob(deps, { ownerId: id, kind: 'scan-dataset', input: {}, createdBy });
      return c.json(await shown(dataset), 201);
    })
    .openapi(getDataset, async (c) => {
      const { datasetId } = c.req.valid('param');
      await access.requireView(c.var.user, datasetId);
      return c.json(await shown(await datasets.get(datasetId)), 200);
    })
    .openapi(changeDataset, async (c) => {
      requireAdmin(c.var.user);
      const updated = await datasets.update(c.req.valid('param').datasetId, c.req.valid('json'));
      return c.json(await shown(updated), 200);
    })
    .openapi(deleteDataset, async (c) => {
      requireAdmin(c.var.user);
      const dataset = await datasets.get(c.req.valid('param').datasetId);
      const users = await projects.listOfDataset(dataset.id);
      if (users.length > 0) {
        throw new InUse(
          `The dataset "${dataset.name}"`,
          users.map((project) => `the project "${project.name}"`),
        );
      }
      // Written down first: cut off in between, the job deletes the dataset all the same.
      const job = {
        ownerId: dataset.id,
        kind: 'remove-dataset' as const,
        input: {},
        createdBy: c.var.user.id,
      };
      await startJob(deps, job);
      await datasets.remove(dataset.id);
      return c.body(null, 204);
    });
}
