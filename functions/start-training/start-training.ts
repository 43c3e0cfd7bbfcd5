import * as z from 'zod';
import { JobEnded } from '../../shared/errors.ts';
import { FineTuneInput } from '../../shared/jobs/job-input.ts';
import type { JobStep } from '../../shared/jobs/job-input.ts';
import type { Models } from '../../shared/models/models.ts';
import type { GpuBudgetStore } from '../../shared/store/gpu-budget-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';

export const StartedTraining = z.object({
  jobId: z.string(),
  /** How long to wait between two looks. */
  waitSeconds: z.int(),
});
export type StartedTraining = z.infer<typeof StartedTraining>;

export interface StartTrainingDeps {
  jobs: Pick<JobStore, 'get'>;
  models: Pick<Models, 'startTraining'>;
  budgets: Pick<GpuBudgetStore, 'requireRoom'>;
  waitSeconds: number;
}

/**
 * Begins to train, or goes on from the last checkpoint.
 *
 * @throws SpendCeilingReached, JobEnded
 */
export async function startTraining({ jobId }: JobStep, deps: StartTrainingDeps): Promise<StartedTraining> {
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') throw new JobEnded(jobId, job.status);
  await deps.budgets.requireRoom(job.ownerId);
  const { epochs, loss } = FineTuneInput.parse(job.input);
  await deps.models.startTraining({ trainingId: jobId, epochs, loss });
  return { jobId, waitSeconds: deps.waitSeconds };
}
