import * as z from 'zod';

export const JobStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);
export type JobStatus = z.infer<typeof JobStatus>;

/** A piece of long work. Its id carries its owner in front: a project, a dataset or `system`. */
export const Job = z.object({
  id: z.string(),
  ownerId: z.string(),
  kind: z.string(),
  status: JobStatus,
  input: z.record(z.string(), z.unknown()).default({}),
  progress: z.object({ done: z.number(), total: z.number() }),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** What is missing although the job went on. */
  warnings: z.array(z.string()).optional(),
  /** Cancelled while machines may have worked for it: what they cost is not put down yet. */
  owesCost: z.literal(true).optional(),
  /** Of the state machine that does the work. */
  executionId: z.string().optional(),
  /** How often that machine was started. */
  attempts: z.number().default(1),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  finishedAt: z.string().optional(),
});
export type Job = z.infer<typeof Job>;
