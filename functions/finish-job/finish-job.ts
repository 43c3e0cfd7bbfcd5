import * as z from 'zod';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { JobStore } from '../../shared/store/job-store.ts';

export const FinishedJob = z.object({ jobId: z.string(), status: z.string() });
export type FinishedJob = z.infer<typeof FinishedJob>;

export interface FinishJobDeps {
  jobs: Pick<JobStore, 'succeed' | 'listParts'>;
}

const MOST_PROBLEMS = 100;

/** All shards are done and nothing has to be put together: the result is the sum of what they counted, and what they found wrong. */
export async function finishJob({ jobId }: JobStep, deps: FinishJobDeps): Promise<FinishedJob> {
  const sums: Record<string, number> = {};
  const problems: unknown[] = [];
  for (const { record } of await deps.jobs.listParts(jobId)) {
    for (const [name, value] of Object.entries(record)) {
      if (name === 'problems' && Array.isArray(value)) problems.push(...(value as unknown[]));
      if (name !== 'shard' && typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
    }
  }
  const job = await deps.jobs.succeed(jobId, {
    ...sums,
    ...(problems.length > 0 ? { problems: problems.slice(0, MOST_PROBLEMS) } : {}),
  });
  return { jobId, status: job.status };
}
