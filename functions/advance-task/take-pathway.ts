import { nextStage } from '../../shared/workflow/next-stage.ts';
import type { AdvanceDeps } from './advance-deps.ts';
import type { Move } from './move.ts';

/** A router has decided: the move goes on to where the pathway leads. */
export async function takePathway(move: Move, pathway: string, deps: AdvanceDeps): Promise<Move> {
  const task = await deps.tasks.get(move.taskId);
  const workflow = await deps.workflows.document(task.workflowId, task.workflowRevision);
  const stage = nextStage(workflow, move.stageId, pathway);
  return {
    ...move,
    stageId: stage.id,
    kind: stage.kind,
    via: [...move.via, { stageId: move.stageId, pathway }],
  };
}
