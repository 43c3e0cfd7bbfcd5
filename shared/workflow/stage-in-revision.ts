import type { Stage } from './stage.ts';
import type { Task } from './task.ts';
import type { WorkflowDocument } from './workflow-document.ts';

/**
 * Where a task of an older revision goes in a newer one: to the stage that the mapping names, else to the one of the
 * same id and kind. A sentence when it cannot go: nothing is guessed.
 *
 * @param stages old stage ids to new ones; stages that keep their id need not be named
 */
export function stageInRevision(
  task: Pick<Task, 'stageId' | 'stageKind'>,
  workflow: WorkflowDocument,
  stages: Readonly<Record<string, string>>,
): { stage: Stage } | { refusal: string } {
  const target = Object.hasOwn(stages, task.stageId) ? stages[task.stageId] : task.stageId;
  const stage = workflow.stages.find((one) => one.id === target);
  if (!stage || (target === task.stageId && stage.kind !== task.stageKind)) {
    return {
      refusal: `This revision has no ${task.stageKind} stage "${target}"; say where the tasks of "${task.stageId}" go.`,
    };
  }
  if (target !== task.stageId && stage.kind === 'consensus') {
    return {
      refusal: `"${stage.name}" is a consensus stage, which opens its slots when a task comes to it by a pathway; map to the stage before it.`,
    };
  }
  return { stage };
}
