import * as z from 'zod';
import { JobStatus } from '../../shared/store/records/job.ts';
import type { Job } from '../../shared/store/records/job.ts';

/** A job as the API shows it. */
export const JobAnswer = z
  .object({
    id: z.string(),
    /** The project or dataset that it works for. */
    ownerId: z.string(),
    kind: z.string(),
    status: JobStatus,
    progress: z.object({ done: z.number(), total: z.number() }),
    result: z.record(z.string(), z.unknown()).optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    createdBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    finishedAt: z.string().optional(),
  })
  .meta({ id: 'Job' });
export type JobAnswer = z.infer<typeof JobAnswer>;

export function jobAnswer(job: Job): JobAnswer {
  const { id, ownerId, kind, status, progress, result, error, createdBy, createdAt, updatedAt, finishedAt } =
    job;
  return { id, ownerId, kind, status, progress, result, error, createdBy, createdAt, updatedAt, finishedAt };
}
