import * as z from 'zod';

/** One model's predictions over some images of a project, kept on the branch `prediction/<own id>` of their tasks. */
export const PredictionSet = z.object({
  id: z.string(),
  projectId: z.string(),
  name: z.string(),
  /** What made the predictions, in the words of whoever brought them. */
  model: z.string().default(''),
  branch: z.string(),
  /** `waiting`: the files are still to come, or to be imported. */
  status: z.enum(['waiting', 'ready']),
  files: z.array(z.object({ name: z.string(), size: z.number() })),
  counts: z.object({ images: z.number(), predictions: z.number(), problems: z.number() }).optional(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type PredictionSet = z.infer<typeof PredictionSet>;
