import type { ApiClient } from '../../shared/client/api-client.ts';
import { waitForJob } from '../../shared/client/wait-for-job.ts';
import type { Job } from '../../shared/store/records/job.ts';
import { progressBar } from '../progress-bar.ts';

/** Waits for a job with a progress bar on a terminal, and says on standard error what it did without. @throws JobFailed */
export async function watchJob(client: ApiClient, job: { id: string; kind: string }): Promise<Job> {
  const finished = await withProgress(client, job);
  for (const warning of finished.warnings ?? []) console.error(`Note: ${warning}`);
  return finished;
}

async function withProgress(client: ApiClient, job: { id: string; kind: string }): Promise<Job> {
  const progress = progressBar();
  try {
    return await waitForJob(client, job.id, ({ progress: { done, total } }) =>
      progress(job.kind, done, total),
    );
  } finally {
    progress('done', 1, 1);
  }
}
