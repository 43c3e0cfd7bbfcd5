import * as z from 'zod';
import { failureCode, failureMessage } from '../../shared/jobs/failure-text.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { SnapshotStore } from '../../shared/store/snapshot-store.ts';

/** What a state machine's Catch leaves behind. */
export const FailJobInput = z.object({
  jobId: z.string(),
  failure: z.object({ Error: z.string(), Cause: z.string().default('') }),
});
export type FailJobInput = z.infer<typeof FailJobInput>;

export const FailedJob = z.object({ jobId: z.string(), status: z.string() });
export type FailedJob = z.infer<typeof FailedJob>;

export interface FailJobDeps {
  jobs: Pick<JobStore, 'fail'>;
  snapshots: Pick<SnapshotStore, 'fail'>;
}

/** Jobs that freeze a snapshot; one that is sealed by then stays. */
const FREEZING = ['freeze-snapshot', 'fine-tune'];

/** A job's machine gave up: the job says why. */
export async function failJob({ jobId, failure }: FailJobInput, deps: FailJobDeps): Promise<FailedJob> {
  const job = await deps.jobs.fail(jobId, {
    code: failureCode(failure),
    message: failureMessage(failure),
  });
  if (FREEZING.includes(job.kind) && job.status === 'failed') {
    await deps.snapshots.fail(String(job.input.snapshotId));
  }
  return { jobId, status: job.status };
}
