import * as z from 'zod';
import { NotFound } from '../../shared/errors.ts';
import { failJob } from '../fail-job/fail-job.ts';
import type { FailJobDeps } from '../fail-job/fail-job.ts';
import { PROCESSING_PART } from '../../shared/models/processing-keys.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { Job } from '../../shared/store/records/job.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import { executionNameOf } from '../../shared/jobs/execution-name.ts';

/** `olderThanSeconds`: younger changes are left alone, as a start under way must have its chance. */
export const RedriveJobsInput = z.looseObject({ olderThanSeconds: z.number().default(30) });
export type RedriveJobsInput = z.infer<typeof RedriveJobsInput>;

export const RedrivenJobs = z.object({ redriven: z.array(z.string()), failed: z.array(z.string()) });
export type RedrivenJobs = z.infer<typeof RedrivenJobs>;

export interface RedriveJobsDeps extends FailJobDeps {
  jobs: Pick<JobStore, 'listUnfinished' | 'listParts' | 'restart' | 'settle' | 'fail'>;
  machines: Pick<Workflows, 'start' | 'describe'>;
  now: () => Date;
}

const MOST_ATTEMPTS = 5;

/**
 * The sweep over jobs: one whose machine is gone (a host was killed, a start got lost) is started again. So is one that
 * was cancelled while machines predicted for it: it finds the job ended, waits until they rest and puts down their cost.
 */
export async function redriveJobs(input: RedriveJobsInput, deps: RedriveJobsDeps): Promise<RedrivenJobs> {
  const result: RedrivenJobs = { redriven: [], failed: [] };
  for (const job of await deps.jobs.listUnfinished()) {
    // A change dated ahead of now was made before the clock was set back: it tells no more than an old one.
    const ageSeconds = Math.abs(deps.now().getTime() - Date.parse(job.updatedAt)) / 1000;
    if (ageSeconds < input.olderThanSeconds || (await isRunning(job, deps))) continue;
    if (job.owesCost === true && !(await hadMachines(job, deps))) {
      await deps.jobs.settle(job.id);
      continue;
    }
    if (job.owesCost === true && job.attempts >= 2 * MOST_ATTEMPTS) {
      await deps.jobs.settle(job.id, ['What its machines cost could not be put down.']);
      result.failed.push(job.id);
      continue;
    }
    if (job.owesCost !== true && job.attempts >= MOST_ATTEMPTS) {
      const failure = { Error: 'GaveUp', Cause: `The job was cut off ${job.attempts} times.` };
      await failJob({ jobId: job.id, failure }, deps);
      result.failed.push(job.id);
      continue;
    }
    const { executionId } = await deps.machines.start(
      job.kind,
      { jobId: job.id },
      { name: executionNameOf(job.id, job.attempts + 1) },
    );
    await deps.jobs.restart(job.id, executionId);
    result.redriven.push(job.id);
  }
  return result;
}

async function hadMachines({ id }: Job, { jobs }: Pick<RedriveJobsDeps, 'jobs'>): Promise<boolean> {
  return (await jobs.listParts(id)).some(({ part }) => part === PROCESSING_PART);
}

async function isRunning(job: Job, deps: RedriveJobsDeps): Promise<boolean> {
  if (job.executionId === undefined) return false;
  try {
    return (await deps.machines.describe(job.executionId)).status === 'running';
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
