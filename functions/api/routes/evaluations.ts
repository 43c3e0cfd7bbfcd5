import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { InvalidInput, ModelUnusable, NotFound, NotReady } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import type { EvaluateInput } from '../../../shared/jobs/job-input.ts';
import { evaluationStore } from '../../../shared/store/evaluation-store.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { predictionSetStore } from '../../../shared/store/prediction-set-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { Evaluation } from '../../../shared/store/records/evaluation.ts';
import type { PredictionSet } from '../../../shared/store/records/prediction-set.ts';
import { snapshotStore } from '../../../shared/store/snapshot-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { JobAnswer, jobAnswer } from '../job-answer.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { startJob } from '../start-job.ts';

const LINK_SECONDS = 15 * 60;
const TABLES = ['images', 'predictions', 'truths'] as const;

const EvaluationAnswer = Evaluation.meta({ id: 'Evaluation' });
const EvaluationDetail = Evaluation.extend({
  /** Links that work for 15 minutes: COCO's numbers, classes, errors and intervals as JSON … */
  reportUrl: z.string(),
  /** … and the matches as Parquet: any threshold is a filter over them. */
  tables: z.object({ images: z.string(), predictions: z.string(), truths: z.string() }),
}).meta({ id: 'EvaluationDetail' });

const NewEvaluation = z
  .strictObject({
    /** Predictions that are here, or … */
    predictionSetId: z.string().min(1).max(256).optional(),
    /** … the model that makes them, on the labelled images of this project. */
    modelId: z.string().min(1).max(64).optional(),
    projectId: z.string().min(1).max(128).optional(),
    /** The labels that count as the truth; without one, the project's labels as they are now. */
    snapshotId: z.string().min(1).max(256).optional(),
    split: z.enum(['train', 'val', 'test']).optional(),
    iouType: z.enum(['bbox', 'segm']).default('bbox'),
    /** The gate: the mean average precision that must be reached. */
    minMap: z.number().min(0).max(1).optional(),
  })
  .refine(({ snapshotId, split }) => split === undefined || snapshotId !== undefined, {
    message: 'Only a snapshot has splits.',
    path: ['split'],
  })
  .refine(
    ({ predictionSetId, modelId, projectId }) =>
      predictionSetId === undefined
        ? modelId !== undefined && projectId !== undefined
        : modelId === undefined,
    {
      message: 'Name a prediction set, or a model and a project.',
      path: ['predictionSetId'],
    },
  );
type NewEvaluation = z.infer<typeof NewEvaluation>;

const tags = ['evaluations'];
const createEvaluation = createRoute({
  method: 'post',
  path: '/evaluations',
  tags,
  summary: 'Score a prediction set, or what a model predicts, against labels',
  request: { body: jsonBody(NewEvaluation) },
  responses: { 202: json(JobAnswer, 'The job does it; the evaluation will have its id.'), ...problems },
});
const listEvaluations = createRoute({
  method: 'get',
  path: '/evaluations',
  tags,
  summary: 'Finished evaluations of a project, the newest first',
  request: { query: z.object({ ...pageQuery, projectId: z.string().min(1).max(128) }) },
  responses: { 200: json(pageOf(EvaluationAnswer), 'A page of evaluations.'), ...problems },
});
const getEvaluation = createRoute({
  method: 'get',
  path: '/evaluations/{evaluationId}',
  tags,
  summary: 'One evaluation, with links to its report and its matches',
  request: { params: z.object({ evaluationId: z.string().min(1).max(256) }) },
  responses: { 200: json(EvaluationDetail, 'The evaluation.'), ...problems },
});

export function evaluationRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const evaluations = evaluationStore(deps.store);
  const sets = predictionSetStore(deps.store);
  const projects = projectStore(deps.store);
  const snapshots = snapshotStore(deps.store);
  const ontologies = ontologyStore(deps.store);

  /** The set that was named, or a new one for the model's predictions. */
  async function predictionSetOf(user: SignedInUser, asked: NewEvaluation): Promise<PredictionSet> {
    if (asked.predictionSetId !== undefined) {
      const set = await sets.get(asked.predictionSetId);
      await access.require(user, set.projectId, 'exportLabels');
      if (set.status !== 'ready') throw new NotReady('The prediction set', set.status);
      return set;
    }
    const { projectId = '', modelId = '' } = asked;
    await access.require(user, projectId, 'exportLabels');
    if (!deps.models) throw new ModelUnusable('No model runtime is set up here.');
    const model = (await deps.models.library.get(modelId)).description;
    const id = `${projectId}.${newId(deps.store.now())}`;
    return sets.create({ id, projectId, name: model.name, model: modelId, files: [], createdBy: user.id });
  }

  async function inputOf(set: PredictionSet, asked: NewEvaluation): Promise<EvaluateInput> {
    const { projectId, id: predictionSetId } = set;
    const project = await projects.get(projectId);
    const common = { ...asked, projectId, predictionSetId };
    if (asked.snapshotId === undefined) {
      const { id, revision } = await ontologies.get(project.ontologyId);
      return { ...common, ontologyId: id, ontologyRevision: revision };
    }
    const snapshot = await snapshots.get(asked.snapshotId);
    if (snapshot.projectId !== projectId)
      throw new InvalidInput('The snapshot and the predictions are of different projects.');
    if (snapshot.status !== 'sealed') throw new NotReady('The snapshot', snapshot.status);
    const { ontologyId, ontologyRevision } = snapshot;
    return { ...common, ontologyId, ontologyRevision };
  }

  return newRouter()
    .openapi(createEvaluation, async (c) => {
      const asked = c.req.valid('json');
      const set = await predictionSetOf(c.var.user, asked);
      const job = await startJob(deps, {
        ownerId: set.projectId,
        kind: 'evaluate',
        input: await inputOf(set, asked),
        createdBy: c.var.user.id,
      });
      return c.json(jobAnswer(job), 202);
    })
    .openapi(listEvaluations, async (c) => {
      const query = c.req.valid('query');
      await access.require(c.var.user, query.projectId, 'viewProject');
      return c.json(await evaluations.list(query), 200);
    })
    .openapi(getEvaluation, async (c) => {
      const { evaluationId } = c.req.valid('param');
      const evaluation = await evaluations.get(evaluationId);
      await access.require(c.var.user, evaluation.projectId, 'viewProject').catch((error: unknown) => {
        throw error instanceof NotFound ? new NotFound('evaluation', evaluationId) : error;
      });
      const link = (key: string) =>
        deps.blobs.signedUrl(key, { method: 'GET', expiresSeconds: LINK_SECONDS });
      const [images, predictions, truths] = await Promise.all(
        TABLES.map((table) => link(blobKeys.evaluationTable(evaluationId, table))),
      );
      const reportUrl = await link(blobKeys.evaluationReport(evaluationId));
      return c.json({ ...evaluation, reportUrl, tables: { images, predictions, truths } }, 200);
    });
}
