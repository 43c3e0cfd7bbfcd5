import * as z from 'zod';

/** A named set of images of a project. */
export const Collection = z.object({
  id: z.string(),
  projectId: z.string(),
  name: z.string(),
  assetIds: z.array(z.string()),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Collection = z.infer<typeof Collection>;
