import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { NotFound } from '../../../shared/errors.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { datasetStore } from '../../../shared/store/dataset-store.ts';
import { AssetStatus } from '../../../shared/store/records/asset.ts';
import type { Asset } from '../../../shared/store/records/asset.ts';
import { empty, json, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { datasetAccess } from '../dataset-access.ts';
import { pageOf, pageQuery } from '../page.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

/** How long links to an image work. */
const LINK_SECONDS = 15 * 60;

export const AssetAnswer = z
  .object({
    id: z.string(),
    datasetId: z.string(),
    /** Its path in the dataset. */
    key: z.string(),
    name: z.string(),
    sha256: z.string(),
    /** Pixels of the upright image; 0 when it cannot be read. */
    width: z.number(),
    height: z.number(),
    /** Bytes. */
    size: z.number(),
    contentType: z.string(),
    status: AssetStatus,
    /** Why it is quarantined: for a person, and as a stable code. */
    reason: z.string().optional(),
    reasonCode: z.string().optional(),
    warnings: z.array(z.string()),
    metrics: z.record(z.string(), z.number()),
    createdAt: z.string(),
    updatedAt: z.string(),
    /** Both links work for at most 15 minutes. */
    imageUrl: z.string().optional(),
    thumbnailUrl: z.string().optional(),
  })
  .meta({ id: 'Asset' });

const tags = ['assets'];
const params = z.object({ assetId: z.string().min(1).max(256) });

const listAssets = createRoute({
  method: 'get',
  path: '/assets',
  tags,
  summary: 'Images of a dataset; removed ones only when asked for',
  request: {
    query: z.object({
      ...pageQuery,
      datasetId: z.string().min(1).max(128),
      status: AssetStatus.optional(),
    }),
  },
  responses: { 200: json(pageOf(AssetAnswer), 'A page of images.'), ...problems },
});
const getAsset = createRoute({
  method: 'get',
  path: '/assets/{assetId}',
  tags,
  summary: 'One image',
  request: { params },
  responses: { 200: json(AssetAnswer, 'The image.'), ...problems },
});
const deleteAsset = createRoute({
  method: 'delete',
  path: '/assets/{assetId}',
  tags,
  summary: 'Delete an uploaded image; its labels stay in snapshots',
  request: { params },
  responses: { 204: empty('Deleted.'), ...problems },
});

export function assetRoutes(deps: ApiDeps): ApiRouter {
  const assets = assetStore(deps.store);
  const datasets = datasetStore(deps.store);
  const access = datasetAccess(deps);

  async function shown(asset: Asset): Promise<z.infer<typeof AssetAnswer>> {
    const { kind: _kind, etag: _etag, phash: _phash, dhash: _dhash, ...rest } = asset;
    if (asset.status === 'removed') return rest;
    const link = (key: string) => deps.blobs.signedUrl(key, { method: 'GET', expiresSeconds: LINK_SECONDS });
    const imageUrl = await link(blobKeys.image(asset.datasetId, asset.key));
    if (asset.status === 'quarantined') return { ...rest, imageUrl };
    return { ...rest, imageUrl, thumbnailUrl: await link(blobKeys.thumbnail(asset.id)) };
  }

  async function visible(user: Parameters<typeof access.requireView>[0], assetId: string): Promise<Asset> {
    const asset = await assets.get(assetId);
    await access.requireView(user, asset.datasetId).catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('image', assetId) : error;
    });
    return asset;
  }

  return newRouter()
    .openapi(listAssets, async (c) => {
      const query = c.req.valid('query');
      await access.requireView(c.var.user, query.datasetId);
      await datasets.get(query.datasetId);
      const { items, nextPageToken } = await assets.list(query);
      return c.json({ items: await Promise.all(items.map(shown)), nextPageToken }, 200);
    })
    .openapi(getAsset, async (c) =>
      c.json(await shown(await visible(c.var.user, c.req.valid('param').assetId)), 200),
    )
    .openapi(deleteAsset, async (c) => {
      const asset = await visible(c.var.user, c.req.valid('param').assetId);
      await access.requireFill(c.var.user, asset.datasetId);
      // The file first: a mirrored folder refuses here, and its image stays.
      await deps.blobs.delete(blobKeys.image(asset.datasetId, asset.key));
      await assets.remove(asset.id);
      return c.body(null, 204);
    });
}
