import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const UPLOAD_SECONDS = 15 * 60;
const CONTENT_TYPE = 'application/octet-stream';
/** Every shard of a curation reads the whole file. */
const MOST_BYTES = 1e9;

const Name = z
  .string()
  .max(64)
  .regex(/^[\w-]+$/, 'A name has letters, digits, "-" and "_".');
const Bytes = z.int().min(1).max(MOST_BYTES);
const NewVectorSet = z.strictObject({
  projectId: z.string().min(1).max(128),
  /** A set of that name is replaced. */
  name: Name,
  files: z.union([
    z.strictObject({ 'vectors.npy': Bytes, 'names.txt': Bytes }),
    z.strictObject({ 'vectors.parquet': Bytes }),
  ]),
});
const VectorSet = z
  .object({ name: z.string(), embedding: z.string(), size: z.number(), changedAt: z.string() })
  .meta({ id: 'VectorSet' });
const Upload = z.object({
  name: z.string(),
  url: z.string(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
});

const tags = ['curation'];
const createSet = createRoute({
  method: 'post',
  path: '/vector-sets',
  tags,
  summary: 'Get links to send your own vectors to; a curation then compares images by them',
  description:
    'Either `vectors.npy` (rows × numbers, float16 to float64) with `names.txt` (one name a line), or `vectors.parquet` with the columns `name` and `vector`. A name is the path of an image in its dataset, or its sha256.',
  request: { body: jsonBody(NewVectorSet) },
  responses: {
    201: json(
      z.object({ embedding: z.string(), uploads: z.array(Upload) }),
      'What to name in a curation, and where the files go; the links work for 15 minutes.',
    ),
    ...problems,
  },
});
const listSets = createRoute({
  method: 'get',
  path: '/vector-sets',
  tags,
  summary: 'Vectors that were brought to a project',
  request: { query: z.object({ projectId: z.string().min(1).max(128) }) },
  responses: { 200: json(z.object({ items: z.array(VectorSet) }), 'All of them.'), ...problems },
});

export function vectorSetRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const projects = projectStore(deps.store);
  return newRouter()
    .openapi(createSet, async (c) => {
      const { projectId, name, files } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'attachData');
      await projects.get(projectId);
      const sizes = Object.entries(files) as ['vectors.npy' | 'vectors.parquet' | 'names.txt', number][];
      const tooLarge = sizes.find(([, size]) => size > deps.maxUploadBytes);
      if (tooLarge) throw new InvalidInput(`The file "${tooLarge[0]}" is too large.`);
      // One kind replaces the other, or the older would be read.
      for (const file of ['vectors.npy', 'vectors.parquet', 'names.txt'] as const)
        if (!(file in files)) await deps.blobs.delete(blobKeys.ownVectors(projectId, name, file));
      const uploads = await Promise.all(
        sizes.map(async ([file, size]) => ({
          name: file,
          url: await deps.blobs.signedUrl(blobKeys.ownVectors(projectId, name, file), {
            method: 'PUT',
            expiresSeconds: UPLOAD_SECONDS,
            contentType: CONTENT_TYPE,
            contentLength: size,
          }),
          method: 'PUT' as const,
          headers: { 'content-type': CONTENT_TYPE },
        })),
      );
      return c.json({ embedding: `own.${name}`, uploads }, 201);
    })
    .openapi(listSets, async (c) => {
      const { projectId } = c.req.valid('query');
      await access.require(c.var.user, projectId, 'viewProject');
      const prefix = blobKeys.ownVectors(projectId, '', 'vectors.npy').split('//')[0];
      const { items } = await deps.blobs.list(`${prefix}/`, { limit: 1000 });
      const sets = items.flatMap(({ key, size, modifiedAt }) => {
        const [name, file] = key.slice(prefix.length + 1).split('/');
        return file?.startsWith('vectors.')
          ? [{ name, embedding: `own.${name}`, size, changedAt: new Date(modifiedAt).toISOString() }]
          : [];
      });
      return c.json({ items: sets }, 200);
    });
}
