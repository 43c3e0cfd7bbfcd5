import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { NotFound } from '../../../shared/errors.ts';
import { deriveId } from '../../../shared/ids.ts';
import { curationStore } from '../../../shared/store/curation-store.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { taskStore } from '../../../shared/store/tasks/task-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { prelabelImages } from '../prelabel-images.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { teachClasses } from '../teach-classes.ts';

/** Answers must fit what a function may answer with: of more images the surest and the least sure are told. */
const MOST_TOLD = 20_000;
const MOST_PRELABELS = 500;

const NewMicroModel = z.strictObject({
  classes: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(256),
        assetIds: z.array(z.string().min(1).max(256)).min(2).max(2000),
      }),
    )
    .min(2)
    .max(20)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'Two classes have one name.'),
  prelabel: z
    .strictObject({
      classificationId: z.string().min(1).max(128),
      minimumProbability: z.number().min(0).max(1).default(0.9),
    })
    .optional()
    .describe(
      'Answers this classification in tasks that wait: up to 500 of the surest, none answered already.',
    ),
});
const MicroModel = z
  .object({
    accuracy: z.number().describe('Of examples that the judging model had not seen.'),
    logLoss: z.number(),
    calibratedLogLoss: z.number(),
    roc: z.array(
      z.object({
        area: z.number(),
        points: z.array(z.object({ falsePositiveRate: z.number(), truePositiveRate: z.number() })),
      }),
    ),
    images: z.array(
      z.object({
        assetId: z.string(),
        classIndex: z.number(),
        probability: z.number(),
        doubt: z.number().describe('Entropy in bits.'),
      }),
    ),
    prelabelled: z.number(),
  })
  .meta({ id: 'MicroModel' });

const teach = createRoute({
  method: 'post',
  path: '/curations/{curationId}/micro-models',
  tags: ['curation'],
  summary: 'Learn classes from a handful of images, and say what the others are',
  request: {
    params: z.object({ curationId: z.string().min(1).max(256) }),
    body: jsonBody(NewMicroModel),
  },
  responses: {
    200: json(MicroModel, 'How good it is, and every other image, the surest first.'),
    ...problems,
  },
});

export function microModelRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const curations = curationStore(deps.store);
  const projects = projectStore(deps.store);
  const ontologies = ontologyStore(deps.store);
  const tasks = taskStore(deps.store);
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });
  return newRouter().openapi(teach, async (c) => {
    const { curationId } = c.req.valid('param');
    const { classes, prelabel } = c.req.valid('json');
    const curation = await curations.get(curationId);
    const { projectId } = curation;
    await access.require(c.var.user, projectId, 'viewProject').catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('curation', curationId) : error;
    });
    await access.require(c.var.user, projectId, 'manageTasks');
    const { images, ...judged } = await teachClasses(curation, classes, deps.blobs);
    images.sort((a, b) => b.probability - a.probability || (a.assetId < b.assetId ? -1 : 1));
    let prelabelled = 0;
    if (prelabel) {
      const { ontologyId } = await projects.get(projectId);
      const { content } = await ontologies.get(ontologyId);
      const classNames = classes.map(({ name }) => name);
      const sure = images
        .filter(({ probability }) => probability >= prelabel.minimumProbability)
        .slice(0, MOST_PRELABELS)
        .map(({ assetId, classIndex }) => ({
          taskId: `${projectId}.${deriveId(projectId, assetId)}`,
          className: classNames[classIndex],
        }));
      const { classificationId } = prelabel;
      const how = { classificationId, classNames, ontology: content, by: c.var.user.id };
      prelabelled = await prelabelImages(sure, how, { tasks, labels });
    }
    const half = MOST_TOLD / 2;
    const told = images.length <= MOST_TOLD ? images : [...images.slice(0, half), ...images.slice(-half)];
    // Without examples on one side there is no curve.
    const roc = judged.roc.map((one) => ({ ...one, area: Number.isFinite(one.area) ? one.area : 0 }));
    return c.json({ ...judged, roc, images: told, prelabelled }, 200);
  });
}
