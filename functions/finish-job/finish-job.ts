import * as z from 'zod';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { JobStore } from '../../shared/store/job-store.ts';

export const FinishedJob = z.object({ jobId: z.string(), status: z.string() });
export type FinishedJob = z.infer<typeof FinishedJob>;

export interface FinishJobDeps {
  jobs: Pick<JobStore, 'succeed' | 'listParts'>;
}

const MOST_LISTED = 200;

/** All shards are done and nothing has to be put together: the sums of what they counted, their lists (the beginning of them) and their words. */
export async function finishJob({ jobId }: JobStep, deps: FinishJobDeps): Promise<FinishedJob> {
  const result: Record<string, unknown> = {};
  for (const { record } of await deps.jobs.listParts(jobId)) {
    for (const [name, value] of Object.entries(record)) {
      if (Array.isArray(value)) {
        const listed = (result[name] ?? []) as unknown[];
        result[name] = [...listed, ...(value as unknown[])].slice(0, MOST_LISTED);
      } else if (typeof value === 'string') result[name] = value;
      else if (name !== 'shard' && typeof value === 'number') {
        result[name] = ((result[name] ?? 0) as number) + value;
      }
    }
  }
  const job = await deps.jobs.succeed(jobId, result);
  return { jobId, status: job.status };
}
