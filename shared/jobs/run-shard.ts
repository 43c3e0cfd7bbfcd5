import { JobEnded } from '../errors.ts';
import type { JobStore } from '../store/job-store.ts';
import type { Job } from '../store/records/job.ts';
import type { ShardResult, ShardStep } from './job-input.ts';

type Jobs = Pick<JobStore, 'get' | 'report' | 'putPart' | 'listParts'>;

/**
 * One shard of a job, once: a shard that left its result behind is not done again, so a job that was cut off goes on
 * where it was. `work` must bear repetition; it calls `check` now and then, which throws when the job was cancelled.
 *
 * @throws JobEnded
 */
export async function runShard(
  { jobId, shard }: ShardStep,
  jobs: Jobs,
  work: (job: Job, check: () => Promise<void>) => Promise<{ items: number } & Record<string, number>>,
): Promise<ShardResult> {
  const part = String(shard).padStart(2, '0');
  const job = await requireRunning(jobId, jobs);
  const done = (await jobs.listParts(jobId)).find((one) => one.part === part);
  if (done) return done.record as ShardResult;

  const result = { ...(await work(job, async () => void (await requireRunning(jobId, jobs)))), shard };
  await jobs.putPart(jobId, part, result);
  const parts = await jobs.listParts(jobId);
  const items = parts.reduce((sum, one) => sum + Number(one.record.items ?? 0), 0);
  await jobs.report(jobId, Math.min(items, job.progress.total));
  return result;
}

async function requireRunning(jobId: string, jobs: Jobs): Promise<Job> {
  const job = await jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  return job;
}
