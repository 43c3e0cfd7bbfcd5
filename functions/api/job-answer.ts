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
    /** What was asked for, as far as it is a word, a number or a yes: the format, whether it was a dry run, … */
    asked: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    status: JobStatus,
    progress: z.object({ done: z.number(), total: z.number() }),
    result: z.record(z.string(), z.unknown()).optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    /** What is missing although the job went on: shards that failed, within what its machine tolerates. */
    warnings: z.array(z.string()).optional(),
    createdBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    finishedAt: z.string().optional(),
  })
  .meta({ id: 'Job' });
export type JobAnswer = z.infer<typeof JobAnswer>;

export function jobAnswer(job: Job): JobAnswer {
  const { executionId: _, attempts: __, owesCost: ___, input, ...shown } = job;
  const asked = Object.entries(input).filter((entry): entry is [string, string | number | boolean] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]),
  );
  return { ...shown, asked: Object.fromEntries(asked) };
}
