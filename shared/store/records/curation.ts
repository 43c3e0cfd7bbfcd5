import * as z from 'zod';

/** What is different from the run before. */
export const CurationChanges = z.object({
  /** Images that came and went. */
  added: z.number(),
  removed: z.number(),
  /** Issues by kind that were not there before, and that are there no more. */
  found: z.record(z.string(), z.number()),
  gone: z.record(z.string(), z.number()),
  /** Up to 50 images with new issues. */
  examples: z.array(z.object({ assetId: z.string(), issues: z.array(z.string()) })),
});
export type CurationChanges = z.infer<typeof CurationChanges>;

/** One look at all images of a project. Its id is that of the job that made it; it never changes. */
export const Curation = z.object({
  id: z.string(),
  projectId: z.string(),
  images: z.number(),
  /** Images whose descriptor had to be computed: what was new. */
  described: z.number(),
  /** Images without metrics or without a vector: they are not compared. */
  unreadable: z.number().default(0),
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
  changes: CurationChanges.optional(),
  /** Strategies of the rule that had nothing to go on: no predictions, no evaluation. */
  idleStrategies: z.array(z.string()).default([]),
  /** Tasks of images that were at the front of the queue before this run. */
  atFront: z.number().default(0),
  /** What images were compared by. */
  embedding: z.string().default('built-in-1'),
  /** The part of the true neighbours that was found, 0–1: 1 where all pairs were compared, else as measured. */
  neighbourRecall: z.number().default(1),
  /** Tasks in each stage when they were looked at. */
  stages: z.record(z.string(), z.number()).optional(),
  /** Begun by the clock. */
  isScheduled: z.boolean().default(false),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Curation = z.infer<typeof Curation>;
