import * as z from 'zod';

/** One look at all images of a project. Its id is that of the job that made it; it never changes. */
export const Curation = z.object({
  id: z.string(),
  projectId: z.string(),
  images: z.number(),
  /** Images whose descriptor had to be computed: what was new. */
  described: z.number(),
  /** How many images have each kind of issue. */
  issues: z.record(z.string(), z.number()),
  clusters: z.array(z.object({ label: z.number(), size: z.number(), prototypes: z.array(z.string()) })),
  /** Images proposed to be labelled next, and tasks that were moved to the front for it. */
  selected: z.number(),
  prioritised: z.number(),
  /** The run before, to tell what changed. */
  before: z
    .object({ id: z.string(), images: z.number(), issues: z.record(z.string(), z.number()) })
    .optional(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Curation = z.infer<typeof Curation>;
