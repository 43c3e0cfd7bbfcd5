import * as z from 'zod';

/** A named set of assets that mirrors a bucket prefix or a local folder. */
export const Dataset = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  /** Where its files come from, for people: a folder or a bucket prefix. */
  source: z.string().optional(),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Dataset = z.infer<typeof Dataset>;
