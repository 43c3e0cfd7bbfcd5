import * as z from 'zod';
import { ModelFile } from './model-file.ts';

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
  files: z.strictObject({ encoder: ModelFile, decoder: ModelFile }),
});
export type SegmenterDescription = z.infer<typeof SegmenterDescription>;
