import * as z from 'zod';
import type { PredictedObject } from './predicted-object.ts';

const Found = z.strictObject({
  className: z.string().optional(),
  /** Pixels of the upright image. */
  box: z.strictObject({
    x: z.number(),
    y: z.number(),
    width: z.number().min(0),
    height: z.number().min(0),
  }),
  score: z.number().min(0).max(1),
}) satisfies z.ZodType<PredictedObject>;

/** A line of a prediction set that a processing job makes: what was found on one image, the best rated first. */
export const ImagePredictions = z.strictObject({
  taskId: z.string().min(1),
  found: z.array(Found).max(300),
  /** Why the image could not be read. */
  problem: z.string().optional(),
});
export type ImagePredictions = z.infer<typeof ImagePredictions>;
