import * as z from 'zod';

export const ObjectDecision = z.object({
  objectId: z.string().min(1).max(128),
  decision: z.enum(['approved', 'rejected']),
  reason: z.string().max(500).optional(),
  comment: z.string().max(5000).optional(),
});
export type ObjectDecision = z.infer<typeof ObjectDecision>;

/** The decisions of one reviewer in one round; they can be revised until the reviewer ends it. */
export const Review = z.object({
  id: z.string(),
  taskId: z.string(),
  stageId: z.string(),
  reviewerId: z.string(),
  decisions: z.array(ObjectDecision).max(100_000),
  startedAt: z.string(),
  updatedAt: z.string(),
  endedAt: z.string().optional(),
  outcome: z.enum(['approved', 'rejected']).optional(),
});
export type Review = z.infer<typeof Review>;
