import * as z from 'zod';
import { JobEnded, ShardsFailed } from '../../shared/errors.ts';
import { accountFor } from '../../shared/jobs/account-for.ts';
import { ShardStep } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';

/** `shards`: those to be tried once more. */
export const AccountedShards = z.object({
  jobId: z.string(),
  isDone: z.boolean(),
  shards: z.array(ShardStep),
});
export type AccountedShards = z.infer<typeof AccountedShards>;

export interface AccountForShardsDeps {
  jobs: Pick<JobStore, 'get' | 'listParts' | 'listShardFailures' | 'noteShardFailure' | 'warn'>;
}

/**
 * After the Map: which shards left no result, and whether they are tried again, done without, or the end of the job.
 *
 * @throws JobEnded when the job was cancelled meanwhile
 * @throws ShardsFailed
 */
export async function accountForShards(
  { jobId }: JobStep,
  deps: AccountForShardsDeps,
): Promise<AccountedShards> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  const parts = new Set((await deps.jobs.listParts(jobId)).map(({ part }) => part));
  const missing = Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter(
    (shard) => !parts.has(String(shard).padStart(2, '0')),
  );
  const known = new Set((await deps.jobs.listShardFailures(jobId)).map(({ shard }) => shard));
  // A child that was stopped or killed could not say why.
  for (const shard of missing.filter((one) => !known.has(one))) {
    const message = 'It ended without saying why.';
    await deps.jobs.noteShardFailure(jobId, { shard, error: 'Unknown', message });
  }
  const failures = (await deps.jobs.listShardFailures(jobId)).filter(({ shard }) => missing.includes(shard));
  const verdict = accountFor(job.kind, failures, SHARD_COUNT);
  if (verdict.next === 'fail') throw new ShardsFailed(jobId, verdict.reasons, verdict.error);
  if (verdict.next === 'goOn') await deps.jobs.warn(jobId, [verdict.reasons]);
  const shards = verdict.next === 'again' ? verdict.shards.map((shard) => ({ jobId, shard })) : [];
  return { jobId, isDone: shards.length === 0, shards };
}
