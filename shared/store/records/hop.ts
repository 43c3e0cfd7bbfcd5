import * as z from 'zod';

/** One step of a task's way, written when it parks: what its route is told from. */
export const Hop = z.object({
  taskId: z.string(),
  /** The task's record counter: orders the hops. */
  rev: z.number(),
  from: z.string(),
  to: z.string(),
  /** The pathway by which it left, or `move` for a manager's move. */
  outcome: z.string(),
  by: z.string(),
  at: z.string(),
  workflowRevision: z.number(),
  /** The routers on the way and what they decided. */
  via: z.array(z.object({ stageId: z.string(), pathway: z.string() })).default([]),
  reasons: z.array(z.string()).optional(),
});
export type Hop = z.infer<typeof Hop>;
