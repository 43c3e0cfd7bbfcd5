import * as z from 'zod';

/** A line of the list that a processing job is given: one image of one task. */
export const ImageToPredict = z.strictObject({
  taskId: z.string().min(1),
  /** Of the tasks; predictions of one shard lie together. */
  shard: z.int().min(0).max(15),
  /** Where it lies under the job's input; on another machine when it is not there. */
  file: z.string().min(1),
});
export type ImageToPredict = z.infer<typeof ImageToPredict>;
