import { WrongStage } from '../errors.ts';
import { isPassedThrough } from './is-passed-through.ts';
import { NO_HOLDER } from './no-holder.ts';
import { requireStatus } from './require-status.ts';
import type { Stage } from './stage.ts';
import type { Task, TaskStatus } from './task.ts';

/** Changes of a task that bring it into a stage, or close it; pure, like those of `task-transitions.ts`. */
type Next = Omit<Task, 'rev' | 'updatedAt'>;

/** advancing → parked where the graph leads. Rejected work waits for its annotator, if they may take it. */
export function parkTask(task: Task, stage: Pick<Stage, 'id' | 'kind'>, now: Date, mayReturn = true): Next {
  requireStatus(task, ['advancing'], 'parking');
  const next = enterStage(task, stage, now);
  return mayReturn ? next : { ...next, assigneeId: undefined };
}

/** From any rest → another stage, also straight to an end; by a manager. */
export function moveTask(task: Task, stage: Pick<Stage, 'id' | 'kind'>, now: Date): Next {
  requireStatus(task, ['open', 'assigned', 'skipped', 'reopened', 'done', 'archived'], 'moving');
  if (isPassedThrough(stage.kind)) {
    throw new WrongStage(
      `Nothing rests in a ${stage.kind} stage; choose one where somebody acts, or an end.`,
    );
  }
  const wasAtEnd = task.status === 'done' || task.status === 'archived';
  const next = enterStage({ ...task, rejection: undefined }, stage, now);
  return wasAtEnd && next.status === 'open' ? { ...next, status: 'reopened' } : next;
}

function enterStage(task: Task, stage: Pick<Stage, 'id' | 'kind'>, now: Date): Next {
  const returnsToAnnotator = stage.kind === 'annotate' && task.rejection !== undefined;
  const status: TaskStatus =
    stage.kind === 'complete'
      ? 'done'
      : stage.kind === 'archive'
        ? 'archived'
        : returnsToAnnotator
          ? 'reopened'
          : 'open';
  return {
    ...task,
    ...NO_HOLDER,
    status,
    stageId: stage.id,
    stageKind: stage.kind,
    outcome: undefined,
    leftBy: undefined,
    skipped: undefined,
    leaseLostBy: undefined,
    assigneeId: returnsToAnnotator ? task.lastAnnotatorId : undefined,
    consensusRound: stage.kind === 'consensus' ? task.consensusRound + 1 : task.consensusRound,
    enteredStageAt: now.toISOString(),
  };
}

/** A slot whose task has left the round → archived; undefined when there is nothing to close. */
export function closeSlot(slot: Task): Next | undefined {
  if (['done', 'archived', 'advancing'].includes(slot.status)) return undefined;
  return { ...slot, ...NO_HOLDER, status: 'archived' };
}
