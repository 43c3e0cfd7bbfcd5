import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { ModelUnusable } from '../../../shared/errors.ts';
import type { ModelAccess } from '../../../shared/models/model-access.ts';
import { auditStore } from '../../../shared/store/audit-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { projectModelStore } from '../../../shared/store/project-model-store.ts';
import type { ProjectModel } from '../../../shared/store/records/project-model.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startEmbeddingImages } from '../start-embedding-images.ts';

const tags = ['models'];
const Id = z.string().min(1).max(256);
const ModelInUse = z
  .object({
    projectId: z.string(),
    modelId: z.string().describe('Answers clicks from now on.'),
    choices: z
      .array(z.object({ modelId: z.string(), by: z.string(), at: z.string() }))
      .describe('Of this project, the newest last. Empty: it uses what this Lapidary uses.'),
  })
  .meta({ id: 'ModelInUse' });
const responses = { 200: json(ModelInUse, 'The model in use.'), ...problems };

const get = createRoute({
  method: 'get',
  path: '/models/in-use',
  tags,
  summary: 'Which model answers in a project, and which did before',
  request: { query: z.object({ projectId: Id }) },
  responses,
});
const promote = createRoute({
  method: 'put',
  path: '/models/in-use',
  tags,
  summary: 'Let another segmenter answer in a project, from the next click on',
  request: { body: jsonBody(z.strictObject({ projectId: Id, modelId: Id })) },
  responses,
});
const rollBack = createRoute({
  method: 'post',
  path: '/models/in-use/roll-back',
  tags,
  summary: 'Back to the model that answered before',
  request: { body: jsonBody(z.strictObject({ projectId: Id })) },
  responses,
});

export function modelInUseRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const chosen = projectModelStore(deps.store);
  const audit = auditStore(deps.store);
  const projects = projectStore(deps.store);

  function seam(): ModelAccess {
    if (deps.models) return deps.models;
    throw new ModelUnusable('No model runtime is set up here.');
  }
  async function answer({ projectId, choices }: ProjectModel) {
    return { projectId, choices, modelId: choices.at(-1)?.modelId ?? (await seam().activeModelId()) };
  }
  /** Where the first click is to be quick, the model that answers from now on looks at the images, too. */
  async function tell(projectId: string, actor: string, action: string, modelId: string) {
    await audit.record({ projectId, actor, action, subjectId: modelId });
    if ((await projects.get(projectId)).embedsImages === true)
      await startEmbeddingImages(deps, projectId, actor);
  }

  return newRouter()
    .openapi(get, async (c) => {
      const { projectId } = c.req.valid('query');
      await access.require(c.var.user, projectId, 'viewProject');
      return c.json(await answer(await chosen.get(projectId)), 200);
    })
    .openapi(promote, async (c) => {
      const { projectId, modelId } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'changeProject');
      const { description } = await seam().library.get(modelId);
      if (description.kind !== 'segmenter') throw new ModelUnusable(`"${modelId}" answers no clicks.`);
      const after = await chosen.promote(projectId, modelId, c.var.user.id);
      await tell(projectId, c.var.user.id, 'model.promoted', modelId);
      return c.json(await answer(after), 200);
    })
    .openapi(rollBack, async (c) => {
      const { projectId } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'changeProject');
      const after = await answer(await chosen.rollBack(projectId));
      await tell(projectId, c.var.user.id, 'model.rolledBack', after.modelId);
      return c.json(after, 200);
    });
}
