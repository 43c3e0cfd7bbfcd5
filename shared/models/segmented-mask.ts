import * as z from 'zod';

/** One object, as a segmenter sees it. */
export const SegmentedMask = z
  .object({
    /** Over the whole upright image: COCO's compressed run lengths, `size` is `[height, width]`. */
    mask: z.object({ size: z.tuple([z.int().min(1), z.int().min(1)]), counts: z.string() }),
    /** The model's own estimate of the mask's IoU, 0–1. */
    score: z.number().min(0).max(1),
    /** How little the mask changes when the threshold moves from logit -1 to 1, as IoU, 0–1. */
    stability: z.number().min(0).max(1),
  })
  .meta({ title: 'Mask' });
export type SegmentedMask = z.infer<typeof SegmentedMask>;
