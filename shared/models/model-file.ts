import * as z from 'zod';

/** A file of a model, beside its description. */
export const ModelFile = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/),
  /** Bytes. */
  size: z.int().min(1).optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type ModelFile = z.infer<typeof ModelFile>;
