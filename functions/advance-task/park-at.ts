import { mayWork } from '../../shared/workflow/may-work.ts';
import type { Stage } from '../../shared/workflow/stage.ts';
import type { Task } from '../../shared/workflow/task.ts';
import { parkTask } from '../../shared/workflow/enter-stage.ts';
import type { AdvanceDeps } from './advance-deps.ts';
import type { Move, Parked } from './move.ts';

const ACTIONS: Partial<Record<Task['status'], string>> = {
  done: 'task.completed',
  archived: 'task.archived',
};

/**
 * Ends a move: the task, its counters, its hop and its audit event in one transaction. A move that was overtaken
 * (run twice, or driven again by the sweep) finds another `rev` and changes nothing.
 */
export async function parkAt(
  move: Move,
  deps: Pick<AdvanceDeps, 'tasks' | 'workflows' | 'worklog' | 'members' | 'users' | 'now'>,
): Promise<Parked> {
  const known = await deps.tasks.get(move.taskId);
  const workflow = await deps.workflows.document(known.workflowId, known.workflowRevision);
  const target = workflow.stages.find((stage) => stage.id === move.stageId);
  const settings = target?.settings ?? {};
  const isNotified = 'webhook' in settings && settings.webhook;
  const mayReturn = known.rejection !== undefined && (await isStillThere(known, target, deps));
  const { after } = await deps.tasks.change(
    move.taskId,
    (task) => {
      if (
        task.rev !== move.rev ||
        task.status !== 'advancing' ||
        move.kind === 'parked' ||
        move.kind === 'slot'
      ) {
        return undefined;
      }
      return parkTask(task, { id: move.stageId, kind: move.kind }, deps.now(), mayReturn);
    },
    (before, after) => ({
      actor: 'system',
      action: ACTIONS[after.status] ?? 'task.parked',
      details: { outcome: before.outcome, via: move.via },
      isNotified,
      more: deps.worklog.addEnding,
      hop: {
        from: before.stageId,
        to: after.stageId,
        outcome: before.outcome ?? '',
        by: before.outcome === 'next' ? 'system' : (before.leftBy ?? 'system'),
        workflowRevision: before.workflowRevision,
        via: move.via,
        ...(after.rejection ? { reasons: after.rejection.reasons.map((one) => one.reason) } : {}),
      },
    }),
    known,
  );
  return { taskId: after.id, stageId: after.stageId, status: after.status };
}

/** Rejected work waits for its annotator, but not for somebody who has left or works elsewhere by now. */
async function isStillThere(
  task: Task,
  stage: Stage | undefined,
  { members, users }: Pick<AdvanceDeps, 'members' | 'users'>,
): Promise<boolean> {
  const id = task.lastAnnotatorId;
  const person = id === undefined ? undefined : await users.find(id);
  if (id === undefined || stage === undefined || !person || person.disabled) return false;
  const role = person.isAdmin ? 'admin' : await members.roleOf(task.projectId, id);
  return role !== undefined && mayWork(task, stage, { id, role });
}
