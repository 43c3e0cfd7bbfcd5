import * as z from 'zod';
import { failureMessage } from '../../shared/jobs/failure-text.ts';
import { ShardStep } from '../../shared/jobs/job-input.ts';
import type { JobStore } from '../../shared/store/job-store.ts';

/** A shard's step, and what its Catch left behind. */
export const NoteShardFailureInput = ShardStep.extend({
  failure: z.object({ Error: z.string(), Cause: z.string().default('') }),
});
export type NoteShardFailureInput = z.infer<typeof NoteShardFailureInput>;

/** Why a shard was given up: its execution's own failure would be known to nobody but the console. */
export async function noteShardFailure(
  { jobId, shard, failure }: NoteShardFailureInput,
  deps: { jobs: Pick<JobStore, 'noteShardFailure'> },
): Promise<ShardStep> {
  const message = failureMessage(failure);
  await deps.jobs.noteShardFailure(jobId, { shard, error: failure.Error, message });
  return { jobId, shard };
}
