import { setTimeout as sleep } from 'node:timers/promises';
import { DemoFailed } from '../../../shared/errors.ts';
import type { Job } from '../../../shared/store/records/job.ts';
import type { ApiClient } from './api-client.ts';

/** @throws DemoFailed with the job's own message when it does not succeed */
export async function waitForJob(client: ApiClient, jobId: string): Promise<Job> {
  for (;;) {
    const { body: job } = await client.call<Job>('GET', `jobs/${jobId}`);
    if (job.status === 'succeeded') return job;
    if (job.status !== 'queued' && job.status !== 'running') {
      throw new DemoFailed(
        `The job ${job.kind} ${job.status}: ${job.error?.message ?? 'no reason was given'}`,
      );
    }
    await sleep(60);
  }
}
