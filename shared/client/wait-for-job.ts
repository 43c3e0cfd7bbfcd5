import { setTimeout as sleep } from 'node:timers/promises';
import { JobFailed } from '../errors.ts';
import type { Job } from '../store/records/job.ts';
import type { ApiClient } from './api-client.ts';

/**
 * Asks after a job until it ends; `onProgress` hears each answer.
 *
 * @throws JobFailed with the job's own message when it does not succeed
 */
export async function waitForJob(
  client: ApiClient,
  jobId: string,
  onProgress: (job: Job) => void = () => undefined,
): Promise<Job> {
  let waitMs = 60;
  for (;;) {
    const { body: job } = await client.call<Job>('GET', `jobs/${jobId}`);
    onProgress(job);
    if (job.status === 'succeeded') return job;
    if (job.status !== 'queued' && job.status !== 'running') {
      throw new JobFailed(
        `The job ${job.kind} ${job.status}: ${job.error?.message ?? 'no reason was given'}`,
      );
    }
    await sleep(waitMs);
    // Short jobs are answered at once, long ones are not asked after all the time.
    waitMs = Math.min(1_000, waitMs * 1.2);
  }
}
