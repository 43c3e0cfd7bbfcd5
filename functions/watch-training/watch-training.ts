import * as z from 'zod';
import { JobEnded, TrainingFailed } from '../../shared/errors.ts';
import { FineTuneInput } from '../../shared/jobs/job-input.ts';
import type { GpuPrices } from '../../shared/models/gpu-prices.ts';
import type { Models } from '../../shared/models/models.ts';
import type { GpuBudgetStore } from '../../shared/store/gpu-budget-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';

export const WatchTrainingInput = z.object({ jobId: z.string(), waitSeconds: z.int() });
export type WatchTrainingInput = z.infer<typeof WatchTrainingInput>;

export const WatchedTraining = WatchTrainingInput.extend({ isRunning: z.boolean() });
export type WatchedTraining = z.infer<typeof WatchedTraining>;

export interface WatchTrainingDeps {
  jobs: Pick<JobStore, 'get' | 'progress' | 'putPart'>;
  models: Pick<Models, 'startTraining' | 'describeTraining' | 'stopTraining'>;
  budgets: Pick<GpuBudgetStore, 'requireRoom' | 'chargeTraining'>;
  prices: () => Pick<GpuPrices, 'trainingDollarsPerHour'>;
}

/**
 * Looks how far a training is and writes its curves down. One whose job was cancelled is stopped; one that nobody runs
 * any more (its host was killed) is started again. What it has cost by now is put down; when the project may spend no
 * more this month, it is stopped.
 *
 * @throws TrainingFailed with the trainer's own reason, SpendCeilingReached
 */
export async function watchTraining(
  step: WatchTrainingInput,
  deps: WatchTrainingDeps,
): Promise<WatchedTraining> {
  const { jobId } = step;
  const job = await deps.jobs.get(jobId);
  if (job.status !== 'queued' && job.status !== 'running') {
    await deps.models.stopTraining(jobId);
    throw new JobEnded(jobId, job.status);
  }
  const { epochs: planned, loss } = FineTuneInput.parse(job.input);
  const { status, epochs, reason, seconds = 0 } = await deps.models.describeTraining(jobId);
  await deps.budgets.chargeTraining(job.ownerId, jobId, seconds, deps.prices().trainingDollarsPerHour);
  if (epochs.length > 0) {
    await deps.jobs.putPart(jobId, 'training', { epochs });
    const left = Math.max(0, planned - epochs[epochs.length - 1].epoch);
    await deps.jobs.progress(jobId, { done: Math.max(0, job.progress.total - left) });
  }
  if (status === 'failed') throw new TrainingFailed(reason ?? 'The training failed without saying why.');
  if (status === 'stopped') throw new TrainingFailed('The training was stopped from outside.');
  // What is made already costs nothing more.
  if (status !== 'succeeded') {
    await deps.budgets.requireRoom(job.ownerId).catch(async (error: unknown) => {
      await deps.models.stopTraining(jobId);
      throw error;
    });
  }
  if (status === 'unknown') await deps.models.startTraining({ trainingId: jobId, epochs: planned, loss });
  return { ...step, isRunning: status !== 'succeeded' };
}
