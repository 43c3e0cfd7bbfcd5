import * as z from 'zod';
import { JobEnded } from '../../shared/errors.ts';
import { ShardStep } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { Job } from '../../shared/store/records/job.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';

export const PlannedJob = z.object({ jobId: z.string(), shards: z.array(ShardStep) });
export type PlannedJob = z.infer<typeof PlannedJob>;

export interface PlanJobDeps {
  jobs: Pick<JobStore, 'get' | 'progress' | 'listParts'>;
  tasks: Pick<TaskStore, 'counts'>;
  assets: Pick<AssetStore, 'counts'>;
  projects: Pick<ProjectStore, 'get'>;
  snapshots: Pick<SnapshotStore, 'get'>;
}

/** Jobs whose progress is counted in images of the project's datasets; the others count tasks. */
const COUNTS_ASSETS = ['create-project-tasks', 'curate', 'embed-images'];

/** The first step of every sharded job: counts the work and lists the shards that are still to be done. */
export async function planJob({ jobId }: JobStep, deps: PlanJobDeps): Promise<PlannedJob> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  await deps.jobs.progress(jobId, { done: 0, total: await countItems(job, deps) });
  const done = new Set((await deps.jobs.listParts(jobId)).map(({ part }) => Number(part)));
  const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => ({ jobId, shard }));
  return { jobId, shards: shards.filter(({ shard }) => !done.has(shard)) };
}

async function countItems(job: Job, deps: PlanJobDeps): Promise<number> {
  if (COUNTS_ASSETS.includes(job.kind)) {
    const { datasetIds } = await deps.projects.get(job.ownerId);
    const counts = await Promise.all(datasetIds.map((id) => deps.assets.counts(id)));
    return counts.reduce((sum, { ready }) => sum + ready, 0);
  }
  if (job.kind === 'remove-dataset') {
    const { ready, quarantined } = await deps.assets.counts(job.ownerId);
    return ready + quarantined;
  }
  if (job.kind === 'restore-snapshot') {
    return (await deps.snapshots.get(String(job.input.snapshotId))).counts.images ?? 0;
  }
  let total = job.kind === 'fine-tune' ? Number(job.input.epochs) : 0;
  for (const stage of Object.values(await deps.tasks.counts(job.ownerId))) {
    for (const count of Object.values(stage)) total += count;
  }
  return total;
}
