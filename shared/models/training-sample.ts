import * as z from 'zod';

const Found = z.object({
  /** COCO's compressed runs over the whole image. */
  mask: z.string(),
  iou: z.number(),
});

/** One held-out object: its outline, and what the base and the tuned model make of its box. */
export const TrainingSample = z.object({
  assetId: z.string(),
  taskId: z.string(),
  /** Pixels of the upright image. */
  width: z.int(),
  height: z.int(),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  truth: z.string(),
  before: Found,
  after: Found,
});
export type TrainingSample = z.infer<typeof TrainingSample>;

export const TrainingSamples = z.object({ items: z.array(TrainingSample) });
export type TrainingSamples = z.infer<typeof TrainingSamples>;
