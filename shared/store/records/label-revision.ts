import * as z from 'zod';
import { Branch } from '../../labels/label-document.ts';

/** One immutable revision of a branch: the encoded content itself up to 8 KB, else where its blob is. */
export const LabelRevision = z.object({
  taskId: z.string(),
  branch: Branch,
  revision: z.number(),
  /** Of the encoded content; the same content is one blob, however often it is saved. */
  sha256: z.string(),
  inline: z.custom<Uint8Array>((value) => value instanceof Uint8Array).optional(),
  blobKey: z.string().optional(),
  objects: z.number(),
  classifications: z.number(),
  classIds: z.array(z.string()),
  savedBy: z.string(),
  savedAt: z.string(),
  /** The earlier revision that this one brought back. */
  restoredFrom: z.number().optional(),
});
export type LabelRevision = z.infer<typeof LabelRevision>;
