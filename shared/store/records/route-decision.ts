import * as z from 'zod';

/** What a router decided for a task, with what it decided from. A task keeps it on later passes. */
export const RouteDecision = z.object({
  taskId: z.string(),
  stageId: z.string(),
  /** The workflow is named since projects may change to another one. */
  workflowId: z.string().optional(),
  workflowRevision: z.number(),
  kind: z.enum(['percentageRouter', 'collaboratorRouter', 'agent', 'consensus']),
  pathway: z.string(),
  /** percentageRouter: the task's place in the sequence and the percentages; collaboratorRouter: the person. */
  inputs: z.record(z.string(), z.unknown()),
  at: z.string(),
});
export type RouteDecision = z.infer<typeof RouteDecision>;
