import { deriveId } from '../ids.ts';

/**
 * The only file that builds keys. Everything about how the single table is laid out is here.
 *
 * Ids are opaque to clients, but some carry their owner in front (`<owner>.<own>`), so that flat paths like
 * `/v1/tasks/{taskId}` need no index: assets their dataset; tasks, snapshots and jobs their project (or dataset).
 */
export interface Key {
  pk: string;
  sk: string;
}

/** Partitions of assets and tasks, and the fan-out units of every bulk job. */
export const SHARD_COUNT = 16;

/** 0–15: FNV-1a of the id. Changing it would lose every stored asset and task. */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  return (hash >>> 0) % SHARD_COUNT;
}

/** The owner in front of `<owner>.<own>`; an id without an owner gives an empty string. */
export function ownerOf(id: string): string {
  const dot = id.lastIndexOf('.');
  return dot < 0 ? '' : id.slice(0, dot);
}

/** A slot of a consensus round (`<taskId>~<n>`) lives beside its task. */
export function parentTaskOf(taskId: string): string {
  const tilde = taskId.indexOf('~');
  return tilde < 0 ? taskId : taskId.slice(0, tilde);
}

/** A task's id is derived from its project and its asset. */
export function taskIdOf(projectId: string, assetId: string): string {
  return `${projectId}.${deriveId(projectId, assetId)}`;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const shard = (id: string): string => pad(shardOf(id), 2);

/** Highest priority first when sorted ascending: 10 bands of 10 points; 100 shares the band of 90–99. */
export function priorityBand(priority: number): string {
  return pad(9 - Math.min(9, Math.floor(priority / 10)), 1);
}

export const keys = {
  dataset: (datasetId: string): Key => ({ pk: 'DATASETS', sk: `DATASET#${datasetId}` }),
  asset: (assetId: string): Key => ({
    pk: `DATASET#${ownerOf(assetId)}#${shard(assetId)}`,
    sk: `ASSET#${assetId}`,
  }),
  assetShard: (datasetId: string, index: number): Key => ({
    pk: `DATASET#${datasetId}#${pad(index, 2)}`,
    sk: 'ASSET#',
  }),
  assetCounts: (datasetId: string, assetId: string): Key => ({
    pk: `COUNTS#${datasetId}#${shard(assetId)}`,
    sk: 'ASSETS',
  }),
  assetCountsShard: (datasetId: string, index: number): Key => ({
    pk: `COUNTS#${datasetId}#${pad(index, 2)}`,
    sk: 'ASSETS',
  }),
  datasetProject: (datasetId: string, projectId: string): Key => ({
    pk: `DATASET#${datasetId}#PROJECTS`,
    sk: `PROJECT#${projectId}`,
  }),
  ontology: (ontologyId: string): Key => ({ pk: 'ONTOLOGIES', sk: `ONTOLOGY#${ontologyId}` }),
  ontologyRevision: (ontologyId: string, revision: number): Key => ({
    pk: `ONTOLOGY#${ontologyId}`,
    sk: `REV#${pad(revision, 8)}`,
  }),
  workflow: (workflowId: string): Key => ({ pk: 'WORKFLOWS', sk: `WORKFLOW#${workflowId}` }),
  workflowRevision: (workflowId: string, revision: number): Key => ({
    pk: `WORKFLOW#${workflowId}`,
    sk: `REV#${pad(revision, 8)}`,
  }),
  project: (projectId: string): Key => ({ pk: 'PROJECTS', sk: `PROJECT#${projectId}` }),
  projectModel: (projectId: string): Key => ({ pk: `PROJECT#${projectId}`, sk: 'MODEL' }),
  gpuBudget: (projectId: string): Key => ({ pk: `PROJECT#${projectId}`, sk: 'GPU' }),
  /** Counters of a month. */
  gpuSpend: (projectId: string, month: string): Key => ({ pk: `PROJECT#${projectId}`, sk: `GPU#${month}` }),
  /** How much of a training has been charged. */
  gpuCharge: (jobId: string): Key => ({ pk: `JOB#${jobId}`, sk: 'GPU' }),
  member: (projectId: string, userId: string): Key => ({
    pk: `PROJECT#${projectId}`,
    sk: `MEMBER#${userId}`,
  }),
  user: (userId: string): Key => ({ pk: 'USERS', sk: `USER#${userId}` }),
  email: (email: string): Key => ({ pk: `EMAIL#${email.toLowerCase()}`, sk: 'EMAIL' }),
  session: (tokenHash: string): Key => ({ pk: `SESSION#${tokenHash}`, sk: 'SESSION' }),
  signInLink: (tokenHash: string): Key => ({ pk: `LINK#${tokenHash}`, sk: 'LINK' }),
  task: (taskId: string): Key => {
    const parent = parentTaskOf(taskId);
    return { pk: `PROJECT#${ownerOf(parent)}#${shard(parent)}`, sk: `TASK#${taskId}` };
  },
  taskShard: (projectId: string, index: number): Key => ({
    pk: `PROJECT#${projectId}#${pad(index, 2)}`,
    sk: 'TASK#',
  }),
  counts: (projectId: string, taskId: string, stageId: string): Key => ({
    pk: `COUNTS#${projectId}#${shard(parentTaskOf(taskId))}`,
    sk: `STAGE#${stageId}`,
  }),
  countsShard: (projectId: string, index: number): Key => ({
    pk: `COUNTS#${projectId}#${pad(index, 2)}`,
    sk: 'STAGE#',
  }),
  /** A stage in which tasks of the project have rested, of whatever workflow and revision. */
  stageInUse: (projectId: string, stageId: string): Key => ({
    pk: `STAGES#${projectId}`,
    sk: `STAGE#${stageId}`,
  }),
  /** `branchPrefix` with an empty branch lists every branch. */
  labels: (taskId: string, branch: string, revision: number): Key => ({
    pk: `LABELS#${taskId}`,
    sk: `BRANCH#${branch}#REV#${pad(revision, 8)}`,
  }),
  labelBranch: (taskId: string, branch: string): Key => ({
    pk: `LABELS#${taskId}`,
    sk: `BRANCH#${branch}#REV#`,
  }),
  review: (taskId: string, reviewId: string): Key => ({ pk: `LABELS#${taskId}`, sk: `REVIEW#${reviewId}` }),
  comment: (taskId: string, commentId: string): Key => ({
    pk: `LABELS#${taskId}`,
    sk: `COMMENT#${commentId}`,
  }),
  route: (taskId: string, stageId: string): Key => ({ pk: `LABELS#${taskId}`, sk: `ROUTE#${stageId}` }),
  hop: (taskId: string, rev: number): Key => ({ pk: `LABELS#${taskId}`, sk: `HOP#${pad(rev, 8)}` }),
  hops: (taskId: string): Key => ({ pk: `LABELS#${taskId}`, sk: 'HOP#' }),
  /** Keeps one person from taking two slots of one consensus round. */
  slotHolder: (taskId: string, round: number, userId: string): Key => ({
    pk: `LABELS#${taskId}`,
    sk: `SLOT#${pad(round, 4)}#${userId}`,
  }),
  /** How many tasks a percentage router has seen: the next ordinal. One per revision of a workflow: percentages change. */
  router: (projectId: string, workflowId: string, workflowRevision: number, stageId: string): Key => ({
    pk: `ROUTER#${projectId}`,
    sk: `STAGE#${stageId}#WORKFLOW#${workflowId}#REV#${pad(workflowRevision, 8)}`,
  }),
  snapshot: (snapshotId: string): Key => ({
    pk: `PROJECT#${ownerOf(snapshotId)}`,
    sk: `SNAPSHOT#${snapshotId}`,
  }),
  predictionSet: (predictionSetId: string): Key => ({
    pk: `PROJECT#${ownerOf(predictionSetId)}`,
    sk: `PREDICTIONS#${predictionSetId}`,
  }),
  evaluation: (evaluationId: string): Key => ({
    pk: `PROJECT#${ownerOf(evaluationId)}`,
    sk: `EVALUATION#${evaluationId}`,
  }),
  curation: (curationId: string): Key => ({
    pk: `PROJECT#${ownerOf(curationId)}`,
    sk: `CURATION#${curationId}`,
  }),
  collection: (collectionId: string): Key => ({
    pk: `PROJECT#${ownerOf(collectionId)}`,
    sk: `COLLECTION#${collectionId}`,
  }),
  job: (jobId: string): Key => ({ pk: `JOBS#${ownerOf(jobId)}`, sk: `JOB#${jobId}` }),
  jobPart: (jobId: string, part: string): Key => ({ pk: `JOB#${jobId}`, sk: `PART#${part}` }),
  shardFailure: (jobId: string, shard: number): Key => ({
    pk: `JOB#${jobId}`,
    sk: `FAILURE#${String(shard).padStart(2, '0')}`,
  }),
  /** In shards: every image that is taken in writes three, and one partition would hold the whole ingest back. */
  auditEvent: (projectId: string, at: Date, eventId: string): Key => ({
    pk: `AUDIT#${projectId}#${at.toISOString().slice(0, 10)}#${shard(eventId)}`,
    sk: `${at.toISOString()}#${eventId}`,
  }),
  /** All partitions of a day; the first one is where 0.1.0-rc.1 wrote them all. */
  auditPartitions: (projectId: string, day: string): string[] => [
    `AUDIT#${projectId}#${day}`,
    ...Array.from({ length: SHARD_COUNT }, (_, index) => `AUDIT#${projectId}#${day}#${pad(index, 2)}`),
  ],
  /** The days on which something happened, so that the trail can be read without guessing. */
  auditDay: (projectId: string, day: string): Key => ({ pk: `AUDIT#${projectId}`, sk: `DAY#${day}` }),
  idempotency: (scope: string, key: string): Key => ({
    pk: `IDEMPOTENCY#${scope}#${key}`,
    sk: 'IDEMPOTENCY',
  }),
  /** A message of a queue that lives in the table. */
  queueMessage: (queue: string, messageId: string): Key => ({
    pk: `MESSAGE#${queue}#${messageId}`,
    sk: 'MESSAGE',
  }),
  webhook: (webhookId: string): Key => ({ pk: `PROJECT#${ownerOf(webhookId)}`, sk: `WEBHOOK#${webhookId}` }),
  delivery: (webhookId: string, deliveryId: string): Key => ({
    pk: `WEBHOOK#${webhookId}`,
    sk: `DELIVERY#${deliveryId}`,
  }),
  /** Work done, per day: one counter item for each person and stage. */
  agreement: (projectId: string, userId: string): Key => ({
    pk: `AGREEMENT#${projectId}`,
    sk: `USER#${userId}`,
  }),
  worklog: (projectId: string, day: string, userId: string, stageId: string): Key => ({
    pk: `WORKLOG#${projectId}`,
    sk: `${day}#${userId}#${stageId}`,
  }),
} as const;

/** Keys of the sparse index `gsi1`: what waits. */
export const queueKeys = {
  claimable: (projectId: string, stageId: string, priority: number, createdAt: string, taskId: string) => ({
    gsi1pk: `QUEUE#${projectId}#${stageId}`,
    gsi1sk: `${priorityBand(priority)}#${createdAt}#${taskId}`,
  }),
  /** Held tasks, by the end of their lease: what the sweep gives back. */
  leased: (taskId: string, leaseUntil: string) => ({
    gsi1pk: `LEASED#${shard(parentTaskOf(taskId))}`,
    gsi1sk: `${leaseUntil}#${taskId}`,
  }),
  /** Tasks on the move, by when they started: what the sweep drives again. */
  advancing: (taskId: string, since: string) => ({
    gsi1pk: `ADVANCING#${shard(parentTaskOf(taskId))}`,
    gsi1sk: `${since}#${taskId}`,
  }),
  leasedShard: (index: number): string => `LEASED#${pad(index, 2)}`,
  advancingShard: (index: number): string => `ADVANCING#${pad(index, 2)}`,
  quarantined: (assetId: string) => ({
    gsi1pk: `QUARANTINE#${ownerOf(assetId)}`,
    gsi1sk: `ASSET#${assetId}`,
  }),
  /** Jobs that have not ended: what the sweep looks through. */
  unfinishedJob: (jobId: string) => ({ gsi1pk: 'JOBS#UNFINISHED', gsi1sk: jobId }),
  quarantinedOf: (datasetId: string): string => `QUARANTINE#${datasetId}`,
  /** Messages of a queue by when they may be delivered (again). */
  waitingMessage: (queue: string, visibleAt: string, messageId: string) => ({
    gsi1pk: `MESSAGES#${queue}`,
    gsi1sk: `${visibleAt}#${messageId}`,
  }),
  deadMessage: (queue: string, diedAt: string, messageId: string) => ({
    gsi1pk: `DEADLETTERS#${queue}`,
    gsi1sk: `${diedAt}#${messageId}`,
  }),
  dueDelivery: (dueAt: string, deliveryId: string) => ({
    gsi1pk: 'DELIVERIES',
    gsi1sk: `${dueAt}#${deliveryId}`,
  }),
} as const;

/** Keys of the sparse index `gsi2`: what belongs to a person. */
export const personKeys = {
  /** Without the stage, so that pages stay stable while the tasks move on. */
  assignee: (userId: string, projectId: string, taskId: string) => ({
    gsi2pk: `ASSIGNEE#${userId}`,
    gsi2sk: `${projectId}#${taskId}`,
  }),
  membership: (userId: string, projectId: string) => ({
    gsi2pk: `MEMBER#${userId}`,
    gsi2sk: `PROJECT#${projectId}`,
  }),
} as const;
