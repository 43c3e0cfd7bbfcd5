import { chooseByPercentage } from '../../shared/workflow/choose-by-percentage.ts';
import { stageOf } from '../../shared/workflow/next-stage.ts';
import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move } from '../advance-task/move.ts';
import { takePathway } from '../advance-task/take-pathway.ts';

/** The exact split. A task keeps its route on later passes, as long as the workflow still has that pathway. */
export async function routeByPercentage(move: Move, deps: AdvanceDeps): Promise<Move> {
  const task = await deps.tasks.get(move.taskId);
  const { pathways } = stageOf(
    await deps.workflows.document(task.workflowId, task.workflowRevision),
    move.stageId,
  );
  const earlier = await deps.routes.find(task.id, move.stageId);
  if (earlier && pathways.some((pathway) => pathway.name === earlier.pathway)) {
    return takePathway(move, earlier.pathway, deps);
  }
  const { projectId, workflowId, workflowRevision } = task;
  const turn = await deps.routes.takeTurn({
    taskId: task.id,
    projectId,
    stageId: move.stageId,
    workflowId,
    workflowRevision,
  });
  if ('decision' in turn) return takePathway(move, turn.decision.pathway, deps);

  const percentages = pathways.map((pathway) => pathway.percentage ?? 0);
  const chosen = pathways[chooseByPercentage(percentages, turn.ordinal)];
  const decision = await deps.routes.settle(
    {
      taskId: task.id,
      stageId: move.stageId,
      workflowId,
      workflowRevision,
      kind: 'percentageRouter',
      pathway: chosen.name,
      inputs: {
        ordinal: turn.ordinal,
        percentages: Object.fromEntries(pathways.map((pathway) => [pathway.name, pathway.percentage])),
      },
      at: deps.now().toISOString(),
    },
    projectId,
  );
  return takePathway(move, decision.pathway, deps);
}
