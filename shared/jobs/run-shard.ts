import type { JobStore } from '../store/job-store.ts';
import type { Job } from '../store/records/job.ts';
import type { ShardResult, ShardStep } from './job-input.ts';
import { runShardInPasses } from './run-shard-in-passes.ts';

type Jobs = Pick<JobStore, 'get' | 'report' | 'putPart' | 'listParts'>;

/**
 * One shard of a job, once: a shard that left its result behind is not done again, so a job that was cut off goes on
 * where it was. `work` must bear repetition; it calls `check` now and then, which throws when the job was cancelled.
 *
 * @throws JobEnded
 */
export async function runShard(
  step: ShardStep,
  jobs: Jobs,
  work: (job: Job, check: () => Promise<void>) => Promise<{ items: number } & Record<string, number>>,
): Promise<ShardResult> {
  const { result } = await runShardInPasses(step, jobs, async (job, check) => {
    return { isDone: true, counts: await work(job, check) };
  });
  return result;
}
