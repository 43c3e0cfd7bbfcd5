import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { SelectionRule } from '../../shared/curation/selection/selection-rule.ts';
import { InvalidInput, JobEnded, LapidaryError, NotFound } from '../../shared/errors.ts';
import { CurateInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { CurationStore } from '../../shared/store/curation-store.ts';
import type { EvaluationStore } from '../../shared/store/evaluation-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import { readTable } from '../../shared/tables/read-table.ts';
import { writeTable } from '../../shared/tables/write-table.ts';
import { setPriority } from '../../shared/workflow/task-transitions.ts';
import { compareImages } from './compare-images.ts';
import type { ComparedImages } from './compare-images.ts';
import { curationTable } from './curation-table.ts';
import { describeChanges } from './describe-changes.ts';
import type { SeenImage } from './describe-changes.ts';
import { meaningNames } from './meaning-names.ts';
import { requireMemory } from './require-memory.ts';
import type { Memory } from './require-memory.ts';
import { packedImages } from './packed-images.ts';
import { snapshotSplits } from './snapshot-splits.ts';
import { tasksByStage } from './tasks-by-stage.ts';
import { taskStates } from './task-states.ts';
import { wrongShares } from './wrong-shares.ts';

export const SummarizedCuration = z.object({ jobId: z.string(), images: z.int() });
export type SummarizedCuration = z.infer<typeof SummarizedCuration>;

export interface SummarizeCurationDeps {
  jobs: Pick<JobStore, 'get' | 'succeed' | 'listParts'>;
  curations: Pick<CurationStore, 'create' | 'list'>;
  evaluations: Pick<EvaluationStore, 'list'>;
  projects: Pick<ProjectStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  snapshots: Pick<SnapshotStore, 'list'>;
  tasks: Pick<TaskStore, 'find' | 'change' | 'listShard' | 'counts'>;
  blobs: Blobs;
  /** What this function may use. */
  memory: Memory;
}

/**
 * The last step of curate: compares all images, keeps what was found as Parquet, says what changed since the run
 * before, and, where a rule asks for it, fills the front of the queue with what is most worth labelling.
 */
export async function summarizeCuration(
  { jobId }: JobStep,
  deps: SummarizeCurationDeps,
): Promise<SummarizedCuration> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const { projectId, selection, thresholds, embedding, isScheduled } = CurateInput.parse(job.input);
  const rule = selection ?? SelectionRule.parse({ budget: 1 });
  let [items, described, unreadable] = [0, 0, 0];
  for (const { record } of await deps.jobs.listParts(jobId)) {
    items += Number(record.items ?? 0);
    described += Number(record.described ?? 0);
    unreadable += Number(record.unreadable ?? 0);
  }
  await requireMemory({ projectId, embedding, images: items - unreadable }, deps);
  const { images: packed, table } = await packedImages(projectId, embedding, deps.blobs);
  if (packed.length === 0) throw new InvalidInput('There is no image with metrics to look at yet.');
  // Before the states: what moves between the two is seen as moved by the next tick.
  const stages = tasksByStage(await deps.tasks.counts(projectId));
  const states = await taskStates(projectId, selection?.priority ?? Infinity, deps.tasks);
  const [evaluation] = rule.mixture.some(({ strategy }) => strategy === 'hard')
    ? (await deps.evaluations.list({ projectId, limit: 1 })).items
    : [];
  const losses = evaluation ? await wrongShares(evaluation.id, deps.blobs) : new Map<string, number>();
  const { ontologyId } = await deps.projects.get(projectId);
  const names = meaningNames((await deps.ontologies.get(ontologyId)).content);
  const splits = await snapshotSplits(projectId, deps);
  const images = packed.map((image) => ({
    ...image,
    state: states.get(image.taskId),
    labelIssues: image.labels?.issues,
    imageClass: names.get(image.labels?.meaningId ?? ''),
    split: splits.get(image.assetId),
    loss: losses.get(image.assetId) ?? NaN,
  }));
  const atFront = images.filter(({ state }) => state === 'front').length;
  const budget = selection ? Math.max(0, selection.budget - atFront) : 0;
  const compared = compareImages(images, table, CurationThresholds.parse(thresholds), { ...rule, budget });
  await deps.blobs.put(blobKeys.curationTable(jobId), writeTable(curationTable(images, compared)), {
    contentType: 'application/vnd.apache.parquet',
  });

  const overview = Buffer.from(JSON.stringify(compared.overview));
  await deps.blobs.put(blobKeys.curationClusters(jobId), overview, { contentType: 'application/json' });

  const issues: Record<string, number> = {};
  for (const { kind } of compared.issues.flat()) issues[kind] = (issues[kind] ?? 0) + 1;
  const latest = await deps.curations.list({ projectId, limit: 2 });
  const before = latest.items.find(({ id }) => id !== jobId);
  const earlier = before && (await seenImages(before.id, deps.blobs));
  const now = images.map(({ assetId }, row) => ({
    assetId,
    issues: compared.issues[row].map(({ kind }) => kind),
  }));
  const changes = earlier && describeChanges(earlier, now);
  const prioritised = selection
    ? await prioritise(
        compared.selected
          .slice(0, compared.chosen)
          .map(({ index, reason }) => ({ taskId: images[index].taskId, reason })),
        selection.priority,
        job.createdBy,
        deps.tasks,
      )
    : 0;
  await deps.curations.create({
    id: jobId,
    projectId,
    images: images.length,
    described,
    unreadable,
    issues,
    clusters: clustersOf(compared, images),
    selected: compared.selected.length,
    prioritised,
    atFront,
    idleStrategies: compared.idle,
    isScheduled,
    embedding,
    stages,
    neighbourRecall: compared.neighbourRecall,
    ...(before ? { before: { id: before.id, images: before.images, issues: before.issues } } : {}),
    ...(changes ? { changes } : {}),
    createdBy: job.createdBy,
  });
  await deps.jobs.succeed(jobId, {
    curationId: jobId,
    images: images.length,
    described,
    ...(changes ? { added: changes.added, removed: changes.removed } : {}),
    issues: compared.issues.filter((list) => list.length > 0).length,
    prioritised,
  });
  return { jobId, images: images.length };
}

function clustersOf({ summaries }: ComparedImages, images: readonly { assetId: string }[]) {
  return summaries.map(({ label, size, prototypes }) => ({
    label,
    size,
    prototypes: prototypes.map((index) => images[index].assetId),
  }));
}

/** Of an earlier run; undefined when its table is gone. */
async function seenImages(curationId: string, blobs: Pick<Blobs, 'get'>): Promise<SeenImage[] | undefined> {
  try {
    const bytes = await blobs.get(blobKeys.curationTable(curationId));
    const table = await readTable(bytes, ['asset_id', 'issues']);
    const issues = table.texts('issues');
    return table
      .texts('asset_id')
      .map((assetId, row) => ({ assetId, issues: issues[row].split(' ').filter((kind) => kind !== '') }));
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** Images whose task is done or on the move by now are left where they are. */
async function prioritise(
  chosen: readonly { taskId: string; reason: string }[],
  priority: number,
  actor: string,
  tasks: Pick<TaskStore, 'find' | 'change'>,
): Promise<number> {
  let moved = 0;
  for (const { taskId, reason } of chosen) {
    const task = await tasks.find(taskId);
    if (!task || !['open', 'reopened', 'skipped'].includes(task.status)) continue;
    try {
      const details = { priority, by: 'curation', reason };
      const telling = { actor, action: 'task.prioritised', details };
      await tasks.change(taskId, (current) => setPriority(current, priority), telling, task);
      moved++;
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
    }
  }
  return moved;
}
