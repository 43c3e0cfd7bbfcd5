import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { JobEnded } from '../../shared/errors.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';

export const FindFilesInput = z.object({
  jobId: z.string(),
  /** The last key that an earlier call took up. */
  after: z.string().optional(),
  found: z.int().default(0),
});
export type FindFilesInput = z.infer<typeof FindFilesInput>;

export const FoundFiles = z.object({
  jobId: z.string(),
  after: z.string().optional(),
  found: z.int(),
  /** False: the time was up; the state is to run again. */
  isDone: z.boolean(),
});
export type FoundFiles = z.infer<typeof FoundFiles>;

export interface FindFilesDeps {
  jobs: Pick<JobStore, 'get' | 'progress' | 'putPart'>;
  blobs: Pick<Blobs, 'list'>;
  machines: Pick<Workflows, 'start'>;
  now: () => Date;
}

/** Well under what a function may run. */
const SECONDS = 240;
/** About 300 starts a second: what is measured at once stays within what an account may run. */
const AT_ONCE = 10;
const PAGE = 500;

/**
 * Takes in the files of a dataset that were there before it was: each starts ingest-asset, as its arrival would have.
 * What is taken in already is found unchanged there, so this bears repetition.
 *
 * @throws JobEnded
 */
export async function findFiles(input: FindFilesInput, deps: FindFilesDeps): Promise<FoundFiles> {
  const { jobId } = input;
  const began = deps.now().getTime();
  let { after, found } = input;
  for (;;) {
    const job = await deps.jobs.get(jobId);
    if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
    const { items, next } = await deps.blobs.list(blobKeys.image(job.ownerId, ''), { after, limit: PAGE });
    for (let i = 0; i < items.length; i += AT_ONCE) {
      await Promise.all(
        items
          .slice(i, i + AT_ONCE)
          .map(({ key }) => deps.machines.start('ingest-asset', { type: 'created', key })),
      );
    }
    found += items.length;
    after = next;
    // How many there are is known at the end only.
    await deps.jobs.progress(jobId, { done: found, total: next === undefined ? found : found + PAGE });
    if (next === undefined) {
      await deps.jobs.putPart(jobId, 'found', { files: found });
      return { jobId, found, isDone: true };
    }
    if (deps.now().getTime() - began > SECONDS * 1000) return { jobId, after, found, isDone: false };
  }
}
