import * as z from 'zod';
import { StageKind } from '../../shared/workflow/stage.ts';

/** What the states of advance-task hand to each other: a task on the move, and where it is about to go. */
export const Move = z.object({
  taskId: z.string(),
  /** The task's record counter: a move that was overtaken does nothing. */
  rev: z.number(),
  /** `parked`: there is nothing left to do. `slot`: a finished slot of a consensus round. */
  kind: z.union([StageKind, z.literal('parked'), z.literal('slot')]),
  stageId: z.string(),
  /** The routers passed on the way. */
  via: z.array(z.object({ stageId: z.string(), pathway: z.string() })),
});
export type Move = z.infer<typeof Move>;

/** Where a move ended. */
export const Parked = z.object({ taskId: z.string(), stageId: z.string(), status: z.string() });
export type Parked = z.infer<typeof Parked>;
