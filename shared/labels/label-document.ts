import * as z from 'zod';
import { LabelClassification, LabelObject } from './label-object.ts';

/** All objects and classifications of one task on one branch. What a save writes and an editor edits. */
export const LabelContent = z.strictObject({
  objects: z.array(LabelObject).max(100_000).default([]),
  classifications: z.array(LabelClassification).max(1_000).default([]),
});
export type LabelContent = z.infer<typeof LabelContent>;

/** `main`, `consensus/<user>` or `prediction/<run>`. */
export const Branch = z
  .string()
  .regex(/^(main|consensus\/[\w.@+-]{1,128}|prediction\/[\w.@+-]{1,128})$/, 'Not a branch name.');
export type Branch = z.infer<typeof Branch>;

/** One immutable revision. Revision 0 is the empty document that every branch starts from. */
export const LabelDocument = LabelContent.extend({
  taskId: z.string(),
  branch: Branch,
  revision: z.int().min(0),
  savedBy: z.string().optional(),
  savedAt: z.iso.datetime().optional(),
});
export type LabelDocument = z.infer<typeof LabelDocument>;
