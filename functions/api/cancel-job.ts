import { jobStore } from '../../shared/store/job-store.ts';
import type { Job } from '../../shared/store/records/job.ts';
import { snapshotStore } from '../../shared/store/snapshot-store.ts';
import { executionNameOf } from '../../shared/jobs/execution-name.ts';
import { PROCESSING_PART } from '../../shared/models/processing-keys.ts';
import type { ApiDeps } from './api-deps.ts';

/** Stops a job; one that has ended stays as it is. */
export async function cancelJob(
  deps: Pick<ApiDeps, 'store' | 'workflows' | 'models'>,
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
    await deps.workflows.stop(job.executionId).catch(() => {});
  if (isOver && cancelled.kind === 'evaluate') await chargeForMachines(deps, cancelled);
  return cancelled;
}

/** Machines that predicted for the job rest some time after it; its own state machine waits for that and puts down the cost. */
async function chargeForMachines(
  { store, workflows }: Pick<ApiDeps, 'store' | 'workflows'>,
  { id, attempts }: Job,
): Promise<void> {
  const parts = await jobStore(store).listParts(id);
  if (!parts.some(({ part }) => part === PROCESSING_PART)) return;
  const name = `${executionNameOf(id, attempts)}-cost`;
  await workflows.start('evaluate', { jobId: id }, { name }).catch(() => {});
}
