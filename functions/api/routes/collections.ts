import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { InvalidInput, NotFound } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import { collectionStore } from '../../../shared/store/collection-store.ts';
import { ownerOf } from '../../../shared/store/keys.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { Collection } from '../../../shared/store/records/collection.ts';
import type { Action } from '../../../shared/workflow/permissions.ts';
import { empty, json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const MOST_IMAGES = 5_000;

const CollectionAnswer = Collection.meta({ id: 'Collection' });
const NewCollection = z.strictObject({
  projectId: z.string().min(1).max(128),
  name: z.string().trim().min(1).max(256),
  assetIds: z
    .array(z.string().min(1).max(256))
    .min(1)
    .max(MOST_IMAGES)
    .refine((ids) => new Set(ids).size === ids.length, 'An image is named twice.'),
});

const tags = ['collections'];
const params = z.object({ collectionId: z.string().min(1).max(256) });
const createCollection = createRoute({
  method: 'post',
  path: '/collections',
  tags,
  summary: 'Keep a selection of images under a name',
  request: { body: jsonBody(NewCollection) },
  responses: { 201: json(CollectionAnswer, 'The collection.'), ...problems },
});
const listCollections = createRoute({
  method: 'get',
  path: '/collections',
  tags,
  summary: 'Collections of a project, the newest first',
  request: { query: z.object({ ...pageQuery, projectId: z.string().min(1).max(128) }) },
  responses: { 200: json(pageOf(CollectionAnswer), 'A page of collections.'), ...problems },
});
const getCollection = createRoute({
  method: 'get',
  path: '/collections/{collectionId}',
  tags,
  summary: 'One collection',
  request: { params },
  responses: { 200: json(CollectionAnswer, 'The collection.'), ...problems },
});
const deleteCollection = createRoute({
  method: 'delete',
  path: '/collections/{collectionId}',
  tags,
  summary: 'Forget a collection; its images stay',
  request: { params },
  responses: { 204: empty('It is gone.'), ...problems },
});

export function collectionRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const collections = collectionStore(deps.store);
  const projects = projectStore(deps.store);

  async function allowed(user: SignedInUser, collectionId: string, action: Action): Promise<Collection> {
    const collection = await collections.get(collectionId);
    await access.require(user, collection.projectId, action).catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('collection', collectionId) : error;
    });
    return collection;
  }

  return newRouter()
    .openapi(createCollection, async (c) => {
      const { projectId, name, assetIds } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'manageTasks');
      const { datasetIds } = await projects.get(projectId);
      const foreign = assetIds.find((id) => !datasetIds.includes(ownerOf(id)));
      if (foreign !== undefined)
        throw new InvalidInput(`The image ${foreign} is in no dataset of this project.`, {
          path: 'assetIds',
        });
      const id = `${projectId}.${newId(deps.store.now())}`;
      return c.json(
        await collections.create({ id, projectId, name, assetIds, createdBy: c.var.user.id }),
        201,
      );
    })
    .openapi(listCollections, async (c) => {
      const query = c.req.valid('query');
      await access.require(c.var.user, query.projectId, 'viewProject');
      return c.json(await collections.list(query), 200);
    })
    .openapi(getCollection, async (c) =>
      c.json(await allowed(c.var.user, c.req.valid('param').collectionId, 'viewProject'), 200),
    )
    .openapi(deleteCollection, async (c) => {
      const { collectionId } = c.req.valid('param');
      await allowed(c.var.user, collectionId, 'manageTasks');
      await collections.remove(collectionId);
      return c.body(null, 204);
    });
}
