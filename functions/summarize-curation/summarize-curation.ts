import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { InvalidInput, JobEnded, LapidaryError } from '../../shared/errors.ts';
import { CurateInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { CurationStore } from '../../shared/store/curation-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { TaskStore } from '../../shared/store/task-store.ts';
import { writeTable } from '../../shared/tables/write-table.ts';
import { setPriority } from '../../shared/workflow/task-transitions.ts';
import { compareImages } from './compare-images.ts';
import { curationTable } from './curation-table.ts';
import { describedImages } from './described-images.ts';

export const SummarizedCuration = z.object({ jobId: z.string(), images: z.int() });
export type SummarizedCuration = z.infer<typeof SummarizedCuration>;

export interface SummarizeCurationDeps {
  jobs: Pick<JobStore, 'get' | 'succeed' | 'listParts'>;
  assets: Pick<AssetStore, 'listShard'>;
  projects: Pick<ProjectStore, 'get'>;
  curations: Pick<CurationStore, 'create' | 'list'>;
  tasks: Pick<TaskStore, 'find' | 'change'>;
  blobs: Blobs;
}

/**
 * The last step of curate: compares all images, keeps what was found as Parquet, says what changed since the run
 * before, and, where a rule asks for it, moves the tasks of the proposed images to the front of the queue.
 */
export async function summarizeCuration(
  { jobId }: JobStep,
  deps: SummarizeCurationDeps,
): Promise<SummarizedCuration> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const { projectId, selection } = CurateInput.parse(job.input);
  const { datasetIds } = await deps.projects.get(projectId);
  const images = await describedImages(projectId, datasetIds, deps);
  if (images.length === 0) throw new InvalidInput('There is no image with metrics to look at yet.');
  const compared = compareImages(images);
  await deps.blobs.put(blobKeys.curationTable(jobId), writeTable(curationTable(images, compared)), {
    contentType: 'application/vnd.apache.parquet',
  });

  const issues: Record<string, number> = {};
  for (const { kind } of compared.issues.flat()) issues[kind] = (issues[kind] ?? 0) + 1;
  let described = 0;
  for (const { record } of await deps.jobs.listParts(jobId)) described += Number(record.described ?? 0);
  const { items } = await deps.curations.list({ projectId, limit: 2 });
  const before = items.find(({ id }) => id !== jobId);
  const prioritised = selection
    ? await prioritise(
        compared.selected.slice(0, selection.budget).map(({ index }) => images[index].taskId),
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
    issues,
    clusters: compared.summaries.map(({ label, size, prototypes }) => ({
      label,
      size,
      prototypes: prototypes.map((index) => images[index].assetId),
    })),
    selected: compared.selected.length,
    prioritised,
    ...(before ? { before: { id: before.id, images: before.images, issues: before.issues } } : {}),
    createdBy: job.createdBy,
  });
  await deps.jobs.succeed(jobId, {
    curationId: jobId,
    images: images.length,
    described,
    issues: compared.issues.filter((list) => list.length > 0).length,
    prioritised,
  });
  return { jobId, images: images.length };
}

/** Images whose task is done or on the move are left where they are. */
async function prioritise(
  taskIds: readonly string[],
  priority: number,
  actor: string,
  tasks: Pick<TaskStore, 'find' | 'change'>,
): Promise<number> {
  let moved = 0;
  for (const taskId of taskIds) {
    const task = await tasks.find(taskId);
    if (!task || !['open', 'reopened', 'skipped'].includes(task.status)) continue;
    try {
      const telling = { actor, action: 'task.prioritised', details: { priority, by: 'curation' } };
      await tasks.change(taskId, (current) => setPriority(current, priority), telling, task);
      moved++;
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
    }
  }
  return moved;
}
