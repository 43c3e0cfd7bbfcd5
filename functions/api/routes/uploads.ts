import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { deriveId } from '../../../shared/ids.ts';
import { mapInOrder } from '../../../shared/jobs/map-in-order.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { datasetStore } from '../../../shared/store/dataset-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { datasetAccess } from '../dataset-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const UPLOAD_SECONDS = 15 * 60;

/** Like a path in a folder: `trays/blue/017.jpg`. */
const FileKey = z
  .string()
  .min(1)
  .max(512)
  // Not as a pattern: few readers of the API's document know Unicode's classes.
  .refine((key) => /^[^\p{Cc}\\]+$/u.test(key), 'A key has no control characters and no backslashes.')
  .refine((key) => key.isWellFormed() && Buffer.byteLength(key) <= 900, 'The key is too long.')
  .refine(
    (key) => key.split('/').every((part) => part !== '' && !part.startsWith('.')),
    'No part of a key is empty or begins with a dot.',
  );

const NewUpload = z.strictObject({
  datasetId: z.string().min(1).max(128),
  key: FileKey,
  /** Bytes; exactly this many must be sent. */
  size: z.int().min(0),
  contentType: z
    .string()
    .max(128)
    .regex(/^[\w.+-]+\/[\w.+-]+$/, 'A content type looks like image/jpeg.')
    .default('application/octet-stream'),
});

const Upload = z
  .object({
    /** Works once for this very file, until `expiresAt`. */
    url: z.string(),
    method: z.literal('PUT'),
    /** To be sent as they are. */
    headers: z.record(z.string(), z.string()),
    expiresAt: z.iso.datetime(),
    /** Under which the image appears, in a moment: ready, or quarantined with a reason. */
    assetId: z.string(),
  })
  .meta({ id: 'Upload' });

const createUpload = createRoute({
  method: 'post',
  path: '/uploads',
  tags: ['uploads'],
  summary: 'Get a link to send one file to',
  request: { body: jsonBody(NewUpload) },
  responses: { 201: json(Upload, 'Where to send the file.'), ...problems },
});

const findArrived = createRoute({
  method: 'post',
  path: '/uploads/arrived',
  tags: ['uploads'],
  summary: 'Of up to 500 files, those that the dataset has: an upload that was cut off skips them',
  request: {
    body: jsonBody(
      z.strictObject({ datasetId: z.string().min(1).max(128), keys: z.array(FileKey).min(1).max(500) }),
    ),
  },
  responses: {
    200: json(
      z.object({ items: z.array(z.object({ key: z.string(), size: z.number(), sha256: z.string() })) }),
      'The files that are there, with their sizes in bytes and their hashes.',
    ),
    ...problems,
  },
});

const READ_AT_ONCE = 20;

export function uploadRoutes(deps: ApiDeps): ApiRouter {
  const datasets = datasetStore(deps.store);
  const assets = assetStore(deps.store);
  const access = datasetAccess(deps);

  return newRouter()
    .openapi(createUpload, async (c) => {
      const { datasetId, key, size, contentType } = c.req.valid('json');
      await access.requireFill(c.var.user, datasetId);
      const dataset = await datasets.get(datasetId);
      if (size > deps.maxUploadBytes) {
        const most = Math.floor(deps.maxUploadBytes / 1024 ** 2).toLocaleString('en-US');
        throw new InvalidInput(`The file is too large: at most ${most} MiB are taken.`, {
          issues: [{ path: 'size', message: `At most ${deps.maxUploadBytes}.` }],
        });
      }
      const url = await deps.blobs.signedUrl(blobKeys.image(dataset.id, key), {
        method: 'PUT',
        expiresSeconds: UPLOAD_SECONDS,
        contentType,
        contentLength: size,
      });
      const expiresAt = new Date(deps.store.now().getTime() + UPLOAD_SECONDS * 1000).toISOString();
      const assetId = `${datasetId}.${deriveId(datasetId, key)}`;
      return c.json(
        { url, method: 'PUT' as const, headers: { 'content-type': contentType }, expiresAt, assetId },
        201,
      );
    })
    .openapi(findArrived, async (c) => {
      const { datasetId, keys } = c.req.valid('json');
      await access.requireFill(c.var.user, datasetId);
      await datasets.get(datasetId);
      const items: { key: string; size: number; sha256: string }[] = [];
      const found = mapInOrder(new Set(keys), READ_AT_ONCE, (key) =>
        assets.find(`${datasetId}.${deriveId(datasetId, key)}`),
      );
      for await (const asset of found) {
        if (!asset || asset.status === 'removed') continue;
        items.push({ key: asset.key, size: asset.size, sha256: asset.sha256 });
      }
      return c.json({ items }, 200);
    });
}
