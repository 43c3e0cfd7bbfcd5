import * as z from 'zod';

/** A prediction set scored against labels. Its id is that of the job that made it; it never changes. */
export const Evaluation = z.object({
  id: z.string(),
  projectId: z.string(),
  predictionSetId: z.string(),
  predictionSetName: z.string(),
  model: z.string().default(''),
  /** Left out: the project's labels as they were at that time. */
  snapshotId: z.string().optional(),
  snapshotSha256: z.string().optional(),
  split: z.enum(['train', 'val', 'test']).optional(),
  iouType: z.enum(['bbox', 'segm']),
  ontologyId: z.string(),
  ontologyRevision: z.number(),
  /** Names, in the order in which the tables number them. */
  classes: z.array(z.string()),
  counts: z.object({ images: z.number(), truths: z.number(), predictions: z.number() }),
  /** COCO's 12 numbers; the first is the mean average precision. */
  stats: z.array(z.number()),
  /** The best that the same labels gave before. */
  bestBefore: z.object({ id: z.string(), name: z.string(), map: z.number() }).optional(),
  gate: z.object({ minMap: z.number(), isPassed: z.boolean() }).optional(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Evaluation = z.infer<typeof Evaluation>;
