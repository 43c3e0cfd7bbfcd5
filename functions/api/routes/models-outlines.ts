import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { InvalidInput, ModelUnusable } from '../../../shared/errors.ts';
import type { OutlineBoxesInput } from '../../../shared/jobs/job-input.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { projectModelStore } from '../../../shared/store/project-model-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { jobAnswer, JobAnswer } from '../job-answer.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const Id = z.string().min(1).max(256);

const outline = createRoute({
  method: 'post',
  path: '/models/outlines',
  tags: ['models'],
  summary: 'Turn the box labels of a project into masks or polygons',
  request: {
    body: jsonBody(
      z
        .strictObject({
          projectId: Id,
          modelId: Id.optional().describe('Left out: the model in use.'),
          classId: Id.optional().describe('Only boxes of this class.'),
          toClassId: Id.optional().describe(
            'The class that their outlines get, drawn as a mask or a polygon. Left out: every box of a class that is drawn so by now keeps its class.',
          ),
          polygonTolerance: z.number().min(0).max(100).default(1),
        })
        .meta({ id: 'OutlineRequest' }),
    ),
  },
  responses: { 202: json(JobAnswer, 'The job does it.'), ...problems },
});

export function modelOutlineRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const projects = projectStore(deps.store);
  const ontologies = ontologyStore(deps.store);
  const chosen = projectModelStore(deps.store);

  return newRouter().openapi(outline, async (c) => {
    const { modelId: asked, ...request } = c.req.valid('json');
    const { projectId, classId, toClassId } = request;
    await access.require(c.var.user, projectId, 'manageTasks');
    if (!deps.models) throw new ModelUnusable('No model runtime is set up here.');
    const own = asked ?? (await chosen.get(projectId)).choices.at(-1)?.modelId;
    const modelId = own ?? (await deps.models.activeModelId());
    const { description } = await deps.models.library.get(modelId);
    if (description.kind === 'detector' || description.kind === 'embedder') {
      throw new InvalidInput(`"${modelId}" is no segmenter; outlines need one.`, {
        path: 'modelId',
      });
    }
    const { content } = await ontologies.get((await projects.get(projectId)).ontologyId);
    for (const [path, id] of Object.entries({ classId, toClassId })) {
      if (id === undefined) continue;
      const known = content.classes.find((one) => one.id === id);
      if (!known) throw new InvalidInput(`The ontology has no class "${id}".`, { path });
      if (path === 'toClassId' && known.shape !== 'mask' && known.shape !== 'polygon') {
        throw new InvalidInput(`"${known.name}" is drawn as ${known.shape}, not as a mask or a polygon.`, {
          path,
        });
      }
    }
    if (toClassId !== undefined && classId === undefined) {
      throw new InvalidInput('Say in classId which boxes shall change their class.', { path: 'classId' });
    }
    const input: OutlineBoxesInput = { ...request, modelId };
    const by = c.var.user.id;
    const job = await startJob(deps, { ownerId: projectId, kind: 'outline-boxes', input, createdBy: by });
    return c.json(jobAnswer(job), 202);
  });
}
