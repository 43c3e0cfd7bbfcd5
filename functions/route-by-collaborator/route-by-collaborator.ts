import { chooseByCollaborator } from '../../shared/workflow/choose-by-collaborator.ts';
import { stageOf } from '../../shared/workflow/next-stage.ts';
import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move } from '../advance-task/move.ts';
import { takePathway } from '../advance-task/take-pathway.ts';

/** By the person who annotated last. A task keeps its route on later passes. */
export async function routeByCollaborator(move: Move, deps: AdvanceDeps): Promise<Move> {
  const task = await deps.tasks.get(move.taskId);
  const { pathways } = stageOf(
    await deps.workflows.document(task.workflowId, task.workflowRevision),
    move.stageId,
  );
  const earlier = await deps.routes.find(task.id, move.stageId);
  if (earlier && pathways.some((pathway) => pathway.name === earlier.pathway)) {
    return takePathway(move, earlier.pathway, deps);
  }
  const decision = await deps.routes.settle(
    {
      taskId: task.id,
      stageId: move.stageId,
      workflowId: task.workflowId,
      workflowRevision: task.workflowRevision,
      kind: 'collaboratorRouter',
      pathway: chooseByCollaborator(pathways, task.lastAnnotatorId),
      inputs: { person: task.lastAnnotatorId ?? null },
      at: deps.now().toISOString(),
    },
    task.projectId,
  );
  return takePathway(move, decision.pathway, deps);
}
