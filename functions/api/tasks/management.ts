import * as z from 'zod';
import { NotAllowed, StageNotMapped, WrongStage, WrongTaskStatus } from '../../../shared/errors.ts';
import { memberStore } from '../../../shared/store/member-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import { worklogStore } from '../../../shared/store/worklog-store.ts';
import { requireMayWork } from '../../../shared/workflow/may-work.ts';
import { stageOf } from '../../../shared/workflow/next-stage.ts';
import type { Stage } from '../../../shared/workflow/stage.ts';
import { stageInRevision } from '../../../shared/workflow/stage-in-revision.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import { closeSlot, moveTask } from '../../../shared/workflow/enter-stage.ts';
import {
  assignTask,
  releaseByManager,
  setPriority,
  skipTask,
} from '../../../shared/workflow/task-transitions.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { slotHolding } from './slot-holding.ts';
import type { TaskContext } from './task-context.ts';

/** What a manager does to one task or to many. */
export const TaskOperation = z
  .discriminatedUnion('operation', [
    z.strictObject({ operation: z.literal('assign'), userId: z.string().min(1).max(256) }),
    z.strictObject({ operation: z.literal('release') }),
    z.strictObject({ operation: z.literal('skip'), reason: z.string().trim().min(1).max(500) }),
    z.strictObject({ operation: z.literal('move'), stageId: z.string().min(1).max(64) }),
    z.strictObject({ operation: z.literal('setPriority'), priority: z.number().int().min(0).max(100) }),
    z.strictObject({ operation: z.literal('reopen') }),
    z.strictObject({
      operation: z.literal('moveToRevision'),
      workflowRevision: z.number().int().min(1),
      /** Old stage ids to new ones; stages that keep their id need not be named. */
      stages: z.record(z.string(), z.string()).default({}),
    }),
  ])
  .meta({ id: 'TaskOperation' });
export type TaskOperation = z.infer<typeof TaskOperation>;

export function managing(deps: ApiDeps, context: TaskContext) {
  const { tasks, workflows } = context;
  const members = memberStore(deps.store);
  const users = userStore(deps.store);
  const projects = projectStore(deps.store);
  const worklog = worklogStore(deps.store);
  const slots = slotHolding(deps.store.table, tasks);

  /** @throws whatever refuses the operation */
  async function apply(user: SignedInUser, taskId: string, operation: TaskOperation): Promise<Task> {
    const { task } = await context.open(user, taskId, 'manageTasks');
    if (
      task.parentTaskId !== undefined &&
      !['release', 'assign', 'setPriority'].includes(operation.operation)
    ) {
      throw new WrongStage(
        'This is one slot of a consensus round; do this with the task that it belongs to.',
        {
          parentTaskId: task.parentTaskId,
        },
      );
    }
    const { transition, hop, isNotified } = await plan(task, operation, user);
    const changing = tasks.change(
      taskId,
      transition,
      (before, after) => ({
        actor: user.id,
        action: `task.${PAST[operation.operation]}`,
        details: { ...operation },
        more: (earlier, later) =>
          operation.operation === 'assign'
            ? slots.actions(earlier, operation.userId)
            : worklog.addEnding(earlier, later),
        isNotified,
        ...(hop
          ? {
              hop: {
                from: before.stageId,
                to: after.stageId,
                outcome: operation.operation,
                by: user.id,
                workflowRevision: after.workflowRevision,
                via: [],
              },
            }
          : {}),
      }),
      task,
    );
    const { before, after } = await changing.catch((error: unknown) => slots.explain(task, error));
    if (before.stageKind === 'consensus' && after.stageId !== before.stageId) await closeSlots(before);
    // Consensus opens its slots on the way in, and only advance-task does that.
    return after.status === 'advancing' ? context.advance(taskId) : after;
  }

  async function plan(task: Task, operation: TaskOperation, user: SignedInUser) {
    const now = deps.store.now();
    const stay = (transition: (fresh: Task) => ReturnType<typeof assignTask>) => ({
      transition,
      hop: false,
      isNotified: false,
    });
    switch (operation.operation) {
      case 'assign': {
        const { userId } = operation;
        const person = await users.find(userId);
        const role = person?.isAdmin ? 'admin' : await members.roleOf(task.projectId, userId);
        if (!role || person?.disabled) {
          throw new NotAllowed('This person is no member of the project; invite them first.', { userId });
        }
        const stage = await context.stageOf(task);
        if (task.stageKind === 'consensus' && task.parentTaskId === undefined) {
          throw new WrongStage('This task is in consensus; assign one of its slots.', {
            stageId: task.stageId,
          });
        }
        if (stage) requireMayWork(task, stage, { id: userId, role });
        return stay((fresh) => slots.withBranch(assignTask(fresh, userId), userId));
      }
      case 'release':
        return stay(releaseByManager);
      case 'skip':
        return stay((fresh) => skipTask(fresh, user.id, operation.reason, now, true));
      case 'setPriority':
        return stay((fresh) => setPriority(fresh, operation.priority));
      case 'move': {
        const workflow = await workflows.document(task.workflowId, task.workflowRevision);
        const stage = stageOf(workflow, operation.stageId);
        requireEnterable(stage);
        return {
          transition: (fresh: Task) => moveTask(fresh, stage, now),
          hop: true,
          isNotified: asksForEvent(stage),
        };
      }
      case 'reopen': {
        const workflow = await workflows.document(task.workflowId, task.workflowRevision);
        const first = workflow.stages.find((one) => one.kind === 'annotate' || one.kind === 'review');
        if (!first) throw new WrongStage('This workflow has no stage to reopen a task in; move it instead.');
        const transition = (fresh: Task) => {
          if (!['done', 'archived', 'skipped'].includes(fresh.status)) {
            throw new WrongTaskStatus(
              `This task is ${fresh.status}; only ended or skipped tasks are reopened.`,
              {
                status: fresh.status,
              },
            );
          }
          return fresh.status === 'skipped' ? releaseByManager(fresh) : moveTask(fresh, first, now);
        };
        return { transition, hop: true, isNotified: asksForEvent(first) };
      }
      case 'moveToRevision': {
        const project = await projects.get(task.projectId);
        const { workflowRevision } = operation;
        const workflow = await workflows.document(project.workflowId, workflowRevision);
        const found = stageInRevision(task, workflow, operation.stages);
        if ('refusal' in found) {
          throw new StageNotMapped(found.refusal, { workflowRevision, path: `stages.${task.stageId}` });
        }
        const { stage } = found;
        const revise = (fresh: Task) => {
          const revised = { ...fresh, workflowId: project.workflowId, workflowRevision };
          const stays = stage.id === fresh.stageId && fresh.status !== 'advancing';
          return stays ? revised : moveTask(revised, stage, now);
        };
        return { transition: revise, hop: true, isNotified: asksForEvent(stage) };
      }
    }
  }

  function requireEnterable(stage: Stage): void {
    if (stage.kind !== 'consensus') return;
    throw new WrongStage(
      `"${stage.name}" is a consensus stage, which opens its slots when a task comes to it by a pathway; move the task to the stage before it.`,
      { stageId: stage.id },
    );
  }

  /** A task that was taken out of consensus leaves no slots behind for people to work on in vain. */
  async function closeSlots(task: Task): Promise<void> {
    for (const slot of await tasks.listSlots(task.id)) {
      await tasks.change(slot.id, closeSlot, { actor: 'system', action: 'task.slotClosed' });
    }
  }

  return { apply };
}

const asksForEvent = ({ settings }: Stage): boolean => 'webhook' in settings && settings.webhook;

const PAST: Record<TaskOperation['operation'], string> = {
  assign: 'assigned',
  release: 'released',
  skip: 'skipped',
  move: 'moved',
  setPriority: 'prioritised',
  reopen: 'reopened',
  moveToRevision: 'movedToRevision',
};
