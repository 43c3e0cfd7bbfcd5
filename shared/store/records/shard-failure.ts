import * as z from 'zod';

/** Why a shard of a job was given up the last time, and how often it was. */
export const ShardFailure = z.object({
  shard: z.int(),
  /** The name of the error's class. */
  error: z.string(),
  message: z.string(),
  attempts: z.int(),
});
export type ShardFailure = z.infer<typeof ShardFailure>;
