import { jobStore } from '../../shared/store/job-store.ts';
import type { Job } from '../../shared/store/records/job.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import type { ApiDeps } from './api-deps.ts';

/** Stops a job; one that has ended stays as it is. What machines cost that predicted for it, the sweep over jobs puts down. */
export async function cancelJob(
  deps: Pick<ApiDeps, 'store' | 'workflows' | 'models' | 'log'>,
  job: Job,
): Promise<Job> {
  const cancelled = await jobStore(deps.store).cancel(job.id);
  const isOver = cancelled.status === 'cancelled';
  if (isOver && (cancelled.kind === 'freeze-snapshot' || cancelled.kind === 'fine-tune')) {
    await snapshotStore(deps.store).fail(String(cancelled.input.snapshotId));
  }
  if (isOver && cancelled.kind === 'fine-tune') await deps.models?.models.stopTraining(job.id);
  // The steps look at the record themselves; stopping the machine only spares them the way. That of a training is
  // left to find out: its next look ends the machine that somebody pays for.
  if (job.executionId !== undefined && job.kind !== 'fine-tune')
    await deps.workflows.stop(job.executionId).catch((error: unknown) =>
      deps.log.warn('The machine of a cancelled job could not be stopped; it ends by itself.', {
        jobId: job.id,
        error: String(error),
      }),
    );
  return cancelled;
}
