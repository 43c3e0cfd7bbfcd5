import * as z from 'zod';

const Coordinate = z.number().min(-1e6).max(1e6);

/** `label` 1: belongs to the object; 0: does not. Pixels of the upright image. */
export const PromptPoint = z.strictObject({ x: Coordinate, y: Coordinate, label: z.literal([0, 1]) });
export type PromptPoint = z.infer<typeof PromptPoint>;

/** What a person shows the model: clicks, a box, or both. All of them together describe one object. */
export const SegmentPrompt = z
  .strictObject({
    points: z.array(PromptPoint).max(64).default([]),
    box: z
      .strictObject({
        x: Coordinate,
        y: Coordinate,
        width: z.number().positive().max(1e6),
        height: z.number().positive().max(1e6),
      })
      .optional(),
  })
  .refine((prompt) => prompt.box !== undefined || prompt.points.some(({ label }) => label === 1), {
    message: 'Give a box or at least one point inside the object.',
  });
export type SegmentPrompt = z.infer<typeof SegmentPrompt>;
