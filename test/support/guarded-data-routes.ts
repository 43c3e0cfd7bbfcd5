import { newId } from '../../shared/ids.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { collectionStore } from '../../shared/store/collection-store.ts';
import { commentStore } from '../../shared/store/comment-store.ts';
import { curationStore } from '../../shared/store/curation-store.ts';
import { evaluationStore } from '../../shared/store/evaluation-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { predictionSetStore } from '../../shared/store/prediction-set-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { webhookStore } from '../../shared/store/webhook-store.ts';
import type { Action } from '../../shared/workflow/permissions.ts';
import type { TaskWorld } from './task-world.ts';

/** Ids of things of one project, by the names of path parameters and of a few fields. */
export type Things = Record<
  | ('projectId' | 'datasetId' | 'assetId' | 'taskId' | 'snapshotId' | 'jobId' | 'exportId' | 'tuningId')
  | ('collectionId' | 'curationId' | 'evaluationId' | 'predictionSetId' | 'webhookId' | 'commentId'),
  string
>;

export interface GuardedDataRoute {
  route: string;
  action: Action;
  body?: (things: Things) => unknown;
  query?: (things: Things) => string;
  /** Where `{jobId}` is not just any job. */
  job?: 'exportId' | 'tuningId';
}

const ofProject = ({ projectId }: Things) => ({ projectId });
const inProject = ({ projectId }: Things) => `projectId=${projectId}`;
const files = [{ name: 'a.json', size: 2 }];

/** What the routes of snapshots, jobs, exports, predictions, evaluations, curations, models and images ask for. */
export const GUARDED_DATA_ROUTES: GuardedDataRoute[] = [
  { route: 'GET /v1/datasets/{datasetId}', action: 'viewProject' },
  { route: 'GET /v1/assets', action: 'viewProject', query: (one) => `datasetId=${one.datasetId}` },
  { route: 'GET /v1/assets/{assetId}', action: 'viewProject' },
  {
    route: 'POST /v1/uploads',
    action: 'attachData',
    body: ({ datasetId }) => ({ datasetId, key: 'x.png', size: 3, contentType: 'image/png' }),
  },
  {
    route: 'POST /v1/uploads/arrived',
    action: 'attachData',
    body: ({ datasetId }) => ({ datasetId, keys: ['x.png'] }),
  },
  { route: 'GET /v1/gpu-budgets/{projectId}', action: 'viewNumbers' },
  {
    route: 'PUT /v1/gpu-budgets/{projectId}',
    action: 'changeProject',
    body: () => ({ dollarsPerMonth: null }),
  },
  { route: 'GET /v1/snapshots/{snapshotId}', action: 'viewProject' },
  {
    route: 'GET /v1/snapshots/{snapshotId}/diff',
    action: 'viewProject',
    query: ({ snapshotId }) => `against=${snapshotId}`,
  },
  { route: 'POST /v1/snapshots/{snapshotId}/restore', action: 'changeProject' },
  {
    route: 'POST /v1/snapshots',
    action: 'exportLabels',
    body: (one) => ({ ...ofProject(one), name: newId() }),
  },
  { route: 'GET /v1/jobs/{jobId}', action: 'viewProject' },
  { route: 'POST /v1/jobs/{jobId}/cancel', action: 'exportLabels' },
  {
    route: 'POST /v1/exports',
    action: 'exportLabels',
    body: (one) => ({ ...ofProject(one), format: 'coco' }),
  },
  { route: 'GET /v1/export-destinations', action: 'exportLabels', query: inProject },
  { route: 'GET /v1/exports/{jobId}', action: 'exportLabels', job: 'exportId' },
  { route: 'GET /v1/exports/{jobId}/files', action: 'exportLabels', job: 'exportId' },
  { route: 'GET /v1/prediction-sets', action: 'viewProject', query: inProject },
  { route: 'GET /v1/prediction-sets/{predictionSetId}', action: 'viewProject' },
  {
    route: 'POST /v1/prediction-sets',
    action: 'attachData',
    body: (one) => ({ ...ofProject(one), name: 'P', files }),
  },
  { route: 'POST /v1/prediction-sets/{predictionSetId}/import', action: 'attachData' },
  { route: 'GET /v1/evaluations', action: 'viewProject', query: inProject },
  { route: 'GET /v1/evaluations/{evaluationId}', action: 'viewProject' },
  {
    route: 'POST /v1/evaluations',
    action: 'exportLabels',
    body: ({ predictionSetId }) => ({ predictionSetId }),
  },
  { route: 'GET /v1/curations', action: 'viewProject', query: inProject },
  { route: 'GET /v1/curations/{curationId}', action: 'viewProject' },
  { route: 'POST /v1/curations', action: 'manageTasks', body: ofProject },
  {
    route: 'POST /v1/curations/{curationId}/similar',
    action: 'viewProject',
    body: ({ assetId }) => ({ assetIds: [assetId] }),
  },
  {
    route: 'POST /v1/curations/{curationId}/micro-models',
    action: 'manageTasks',
    body: ({ assetId }) => ({
      classes: ['a', 'b'].map((name) => ({ name, assetIds: [`${assetId}${name}`, `${assetId}${name}2`] })),
    }),
  },
  { route: 'GET /v1/vector-sets', action: 'viewProject', query: inProject },
  {
    route: 'POST /v1/vector-sets',
    action: 'attachData',
    body: (one) => ({ ...ofProject(one), name: 'mine', files: { 'vectors.parquet': 9 } }),
  },
  { route: 'GET /v1/collections', action: 'viewProject', query: inProject },
  { route: 'GET /v1/collections/{collectionId}', action: 'viewProject' },
  {
    route: 'POST /v1/collections',
    action: 'manageTasks',
    body: (one) => ({ ...ofProject(one), name: 'C', assetIds: [one.assetId] }),
  },
  { route: 'DELETE /v1/collections/{collectionId}', action: 'manageTasks' },
  { route: 'GET /v1/models/in-use', action: 'viewProject', query: inProject },
  {
    route: 'PUT /v1/models/in-use',
    action: 'changeProject',
    body: (one) => ({ ...ofProject(one), modelId: 'nano' }),
  },
  { route: 'POST /v1/models/in-use/roll-back', action: 'changeProject', body: ofProject },
  { route: 'POST /v1/models/outlines', action: 'manageTasks', body: ofProject },
  { route: 'POST /v1/models/fine-tunes', action: 'changeProject', body: ofProject },
  // Of a model that is not there, so that none is loaded.
  { route: 'POST /v1/tasks/{taskId}/embedding', action: 'viewProject', body: () => ({ modelId: 'none' }) },
  {
    route: 'POST /v1/tasks/{taskId}/segment',
    action: 'viewProject',
    body: () => ({ modelId: 'none', points: [{ x: 1, y: 1, label: 1 }] }),
  },
  {
    route: 'POST /v1/tasks/{taskId}/segment-everything',
    action: 'viewProject',
    body: () => ({ modelId: 'none' }),
  },
  { route: 'GET /v1/tasks/{taskId}/browser-model', action: 'viewProject', query: () => 'modelId=none' },
  { route: 'GET /v1/models/fine-tunes/{jobId}', action: 'viewProject', job: 'tuningId' },
  {
    route: 'GET /v1/label-previews',
    action: 'viewProject',
    query: (one) => `${inProject(one)}&assetIds=${one.assetId}`,
  },
  { route: 'DELETE /v1/webhooks/{webhookId}', action: 'manageWebhooks' },
  {
    route: 'PATCH /v1/tasks/{taskId}/comments/{commentId}',
    action: 'comment',
    body: () => ({ isResolved: true }),
  },
  // Of somebody else: one's own may be removed by anybody who may comment.
  { route: 'DELETE /v1/tasks/{taskId}/comments/{commentId}', action: 'manageTasks' },
  { route: 'DELETE /v1/assets/{assetId}', action: 'attachData' },
];

/** One of everything, made by somebody else. */
export async function makeThings(world: TaskWorld, name: string): Promise<Things> {
  const { projectId, ontologyId } = world;
  const { store } = world.api;
  const taskId = await world.addTask(`${name}.png`);
  const project = await projectStore(store).get(projectId);
  const [datasetId] = project.datasetIds;
  const [asset] = (await assetStore(store).list({ datasetId, limit: 1 })).items;
  const id = () => `${projectId}.${newId()}`;
  const of = { projectId, createdBy: 'somebody' };
  const ontology = { ontologyId, ontologyRevision: 1 };

  const snapshotId = id();
  await snapshotStore(store).create({ ...of, ...ontology, id: snapshotId, name: snapshotId, splits: {} });
  const collectionId = id();
  await collectionStore(store).create({ ...of, id: collectionId, name: 'Some', assetIds: [asset.id] });
  const predictionSetId = id();
  await predictionSetStore(store).create({ ...of, id: predictionSetId, name: 'P', model: 'm', files });
  const evaluationId = id();
  await evaluationStore(store).create({
    ...of,
    ...ontology,
    id: evaluationId,
    predictionSetId,
    predictionSetName: 'P',
    model: 'm',
    iouType: 'bbox',
    classes: [],
    counts: { images: 0, truths: 0, predictions: 0 },
    stats: [],
  });
  const curationId = id();
  await curationStore(store).create({
    ...of,
    id: curationId,
    images: 0,
    described: 0,
    unreadable: 0,
    issues: {},
    clusters: [],
    selected: 0,
    prioritised: 0,
    idleStrategies: [],
    atFront: 0,
    embedding: 'built-in-1',
    isScheduled: false,
    neighbourRecall: 1,
  });
  const webhookId = id();
  const hook = { id: webhookId, url: 'https://example.org/hook', events: [], isActive: true, secrets: [] };
  await webhookStore(store).create({ ...of, ...hook });
  const jobs: string[] = [];
  for (const kind of ['curate', 'export-labels', 'fine-tune']) {
    const jobId = id();
    await jobStore(store).create({ id: jobId, ownerId: projectId, kind, createdBy: 'somebody' });
    // Only the first is still at work; the sweep has nothing to do with the others.
    if (kind !== 'curate') await jobStore(store).fail(jobId, { code: 'x', message: 'x' });
    jobs.push(jobId);
  }
  const comment = await commentStore(store).add({
    taskId,
    authorId: 'somebody',
    body: 'Hm.',
    anchor: { type: 'image' },
  });
  const [jobId, exportId, tuningId] = jobs;
  return {
    projectId,
    datasetId,
    assetId: asset.id,
    taskId,
    snapshotId,
    jobId,
    exportId,
    tuningId,
    collectionId,
    curationId,
    evaluationId,
    predictionSetId,
    webhookId,
    commentId: comment.id,
  };
}
