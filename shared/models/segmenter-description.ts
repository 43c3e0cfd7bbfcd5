import * as z from 'zod';

const File = z.strictObject({
  /** Name beside the description. */
  name: z.string().regex(/^[\w.-]+$/),
  /** Bytes. */
  size: z.int().min(1).optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** `model.json` in a model's folder: what the two halves of a promptable segmenter are and how to talk to them. */
export const SegmenterDescription = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,128}$/),
  name: z.string(),
  kind: z.literal('segmenter'),
  profile: z.enum(['sam-v1', 'transformers-sam', 'efficient-sam', 'sam-2']),
  /** SPDX. */
  licence: z.string(),
  /** Id of the model that this one was tuned from. */
  parentId: z.string().optional(),
  files: z.strictObject({ encoder: File, decoder: File }),
});
export type SegmenterDescription = z.infer<typeof SegmenterDescription>;
