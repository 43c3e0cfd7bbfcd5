import * as z from 'zod';
import { JobEnded } from '../errors.ts';
import type { JobStore } from '../store/job-store.ts';
import type { Job } from '../store/records/job.ts';
import { ShardResult, ShardStep } from './job-input.ts';

type Jobs = Pick<JobStore, 'get' | 'report' | 'putPart' | 'listParts'>;

/** `isDone` false: the time was up before the shard was; the state is to run again. */
export const ShardPass = ShardStep.extend({ isDone: z.boolean(), result: ShardResult });
export type ShardPass = z.infer<typeof ShardPass>;

/**
 * One shard of a job that may take longer than a function may run: `work` stops by itself in time, keeps what it has, and
 * goes on from there when it is called again. A shard that left its result behind is not done again. `counts` are those
 * of all passes so far. `work` must bear repetition; it calls `check` now and then, which throws when the job was
 * cancelled.
 *
 * @throws JobEnded
 */
export async function runShardInPasses(
  { jobId, shard }: ShardStep,
  jobs: Jobs,
  work: (
    job: Job,
    check: () => Promise<void>,
  ) => Promise<{ isDone: boolean; counts: { items: number } & Record<string, number> }>,
): Promise<ShardPass> {
  const part = String(shard).padStart(2, '0');
  const job = await requireRunning(jobId, jobs);
  const done = (await jobs.listParts(jobId)).find((one) => one.part === part);
  if (done) return { jobId, shard, isDone: true, result: done.record as ShardResult };

  const { isDone, counts } = await work(job, async () => void (await requireRunning(jobId, jobs)));
  const result = { ...counts, shard };
  if (isDone) await jobs.putPart(jobId, part, result);
  const others = (await jobs.listParts(jobId)).filter((one) => one.part !== part);
  const items = others.reduce((sum, one) => sum + Number(one.record.items ?? 0), counts.items);
  await jobs.report(jobId, Math.min(items, job.progress.total));
  return { jobId, shard, isDone, result };
}

async function requireRunning(jobId: string, jobs: Jobs): Promise<Job> {
  const job = await jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  return job;
}
