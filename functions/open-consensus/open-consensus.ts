import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move, Parked } from '../advance-task/move.ts';
import { parkAt } from '../advance-task/park-at.ts';
import { stageOf } from '../../shared/workflow/next-stage.ts';

/**
 * Opens one slot per annotator, then parks the task itself. A slot is a task of its own in the stage's queue, whose
 * labels go to the annotator's branch. Slot ids are derived, so doing it twice creates none twice.
 */
export async function openConsensus(move: Move, deps: AdvanceDeps): Promise<Parked> {
  const task = await deps.tasks.get(move.taskId);
  if (task.rev !== move.rev) return parkAt(move, deps);
  const stage = stageOf(await deps.workflows.document(task.workflowId, task.workflowRevision), move.stageId);
  const annotators = stage.kind === 'consensus' ? stage.settings.annotators : 0;
  const round = task.consensusRound + 1;
  for (let n = 1; n <= annotators; n++) {
    const { rev: _, updatedAt: __, createdAt: ___, enteredStageAt: ____, ...rest } = task;
    await deps.tasks.create(
      {
        ...rest,
        id: `${task.id}~${round}-${n}`,
        parentTaskId: task.id,
        consensusRound: round,
        stageId: move.stageId,
        stageKind: 'consensus',
        status: 'open',
        outcome: undefined,
        rejection: undefined,
      },
      { actor: 'system', action: 'task.slotOpened' },
    );
  }
  return parkAt(move, deps);
}
