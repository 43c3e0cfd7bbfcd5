import * as z from 'zod';
import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move } from '../advance-task/move.ts';
import { nextStage } from '../../shared/workflow/next-stage.ts';

export const FollowPathwayInput = z.object({ taskId: z.string() });
export type FollowPathwayInput = z.infer<typeof FollowPathwayInput>;

/** Where does the task go by the pathway on which it left its stage? A task at rest goes nowhere. */
export async function followPathway({ taskId }: FollowPathwayInput, deps: AdvanceDeps): Promise<Move> {
  const task = await deps.tasks.get(taskId);
  const move = { taskId, rev: task.rev, stageId: task.stageId, via: [] };
  if (task.status !== 'advancing' || task.outcome === undefined) return { ...move, kind: 'parked' };
  if (task.parentTaskId !== undefined) return { ...move, kind: 'slot' };
  const workflow = await deps.workflows.document(task.workflowId, task.workflowRevision);
  const stage = nextStage(workflow, task.stageId, task.outcome);
  return { ...move, stageId: stage.id, kind: stage.kind };
}
