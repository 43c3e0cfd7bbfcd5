import { farAhead } from './far-ahead.ts';
import {
  LeaseExpired,
  NotHolder,
  SelfReview,
  UnresolvedRejection,
  WrongStage,
  WrongTaskStatus,
} from '../errors.ts';
import { NO_HOLDER } from './no-holder.ts';
import { requireStatus } from './require-status.ts';
import type { Stage, StageKind } from './stage.ts';
import type { Rejection, RejectionReason, Task } from './task.ts';

/**
 * Every change of a task as a pure function from the task before to the task after. Each owns its legal prior
 * statuses and refuses the rest with an error of its own. Writing them down is the store's business.
 */
type Next = Omit<Task, 'rev' | 'updatedAt'>;

/** Seconds between two heartbeats beyond which the person is taken to have been away. */
const IDLE_SECONDS = 60;

function requireHolder(task: Task, userId: string, now: Date): void {
  if (task.status === 'assigned' && task.assigneeId === userId) return;
  if (task.status === 'open' || task.status === 'reopened') {
    if (task.assigneeId !== undefined) requireFree(task, userId);
    // The sweep has taken it back.
    if (task.leaseLostBy === userId) throw new LeaseExpired();
    throw new NotHolder(
      task.assigneeId === userId
        ? 'This task waits for you; take it first.'
        : 'Nobody works on this task now; take it first.',
    );
  }
  if (task.status === 'assigned') {
    if (task.leaseUntil !== undefined && task.leaseUntil < now.toISOString()) throw new LeaseExpired();
    throw new NotHolder('Somebody else works on this task now.', { assigneeId: task.assigneeId });
  }
  requireStatus(task, ['assigned'], 'this');
}

/** Rejected work waits for its annotator. */
function requireFree(task: Task, userId: string): void {
  if (task.assigneeId === undefined || task.assigneeId === userId) return;
  throw new NotHolder(
    'This task waits for the person who annotated it; a manager can release it from the task list.',
    { assigneeId: task.assigneeId },
  );
}

/** @throws SelfReview for whoever shaped the labels, in every loop, unless the stage allows it. */
export function requireNoSelfReview(task: Task, stage: Stage, userId: string): void {
  if (stage.kind === 'review' && stage.settings.noSelfReview && task.contributors.includes(userId)) {
    throw new SelfReview();
  }
}

/** open, or returned to this person → assigned with a lease. */
export function claimTask(task: Task, userId: string, now: Date, leaseSeconds: number): Next {
  if (task.status === 'assigned' && task.assigneeId === userId)
    return extendLease(task, userId, now, leaseSeconds);
  requireStatus(task, ['open', 'reopened'], 'claiming');
  requireFree(task, userId);
  const leaseUntil = new Date(now.getTime() + leaseSeconds * 1000).toISOString();
  return {
    ...task,
    status: 'assigned',
    assigneeId: userId,
    leaseUntil,
    activeSeconds: 0,
    seenAt: now.toISOString(),
    leaseLostBy: undefined,
  };
}

/** A heartbeat: the hold goes on, and the time since the last one counts as work unless the person was away. */
export function extendLease(task: Task, userId: string, now: Date, leaseSeconds: number): Next {
  requireHolder(task, userId, now);
  const elapsed = task.seenAt === undefined ? 0 : (now.getTime() - Date.parse(task.seenAt)) / 1000;
  return {
    ...task,
    leaseUntil: new Date(now.getTime() + leaseSeconds * 1000).toISOString(),
    seenAt: now.toISOString(),
    activeSeconds: task.activeSeconds + (elapsed <= IDLE_SECONDS ? Math.max(0, elapsed) : 0),
  };
}

/** assigned → back in the queue, by its holder. */
export function releaseTask(task: Task, userId: string, now: Date): Next {
  requireHolder(task, userId, now);
  return backToQueue(task);
}

/** assigned, reopened or skipped → back in the queue for everybody, by a manager. */
export function releaseByManager(task: Task): Next {
  requireStatus(task, ['assigned', 'reopened', 'skipped', 'open'], 'releasing');
  return backToQueue(task);
}

/** assigned beyond its lease → back in the queue, labels kept; `undefined` when there is nothing to take back. */
export function expireLease(task: Task, now: Date): Next | undefined {
  const isExpired =
    task.status === 'assigned' &&
    task.leaseUntil !== undefined &&
    (task.leaseUntil <= now.toISOString() || task.leaseUntil > farAhead(now).toISOString());
  return isExpired ? { ...backToQueue(task), leaseLostBy: task.assigneeId } : undefined;
}

function backToQueue(task: Task): Next {
  // A reviewer who edited before letting go has shaped the labels all the same.
  const shaper = task.editedInReview && task.assigneeId !== undefined ? [task.assigneeId] : [];
  return {
    ...task,
    ...NO_HOLDER,
    skipped: undefined,
    editedInReview: undefined,
    contributors: [...new Set([...task.contributors, ...shaper])],
    status: task.rejection ? 'reopened' : 'open',
  };
}

/** Into a person's queue, by a manager; no lease runs until the person opens it. */
export function assignTask(task: Task, userId: string): Next {
  requireStatus(task, ['open', 'reopened', 'skipped', 'assigned'], 'assigning');
  return {
    ...task,
    ...NO_HOLDER,
    leaseLostBy: undefined,
    skipped: undefined,
    status: 'assigned',
    assigneeId: userId,
  };
}

export interface Leaving {
  userId: string;
  /** The pathway: `submitted`, `approved`, `rejected`, or a name that the author gave. */
  outcome: string;
  labelRevision?: number;
  classIds?: string[];
  /** When the labels were shaped by this person: they never review it. */
  hasContributed?: boolean;
}

const OUTCOMES: Partial<Record<StageKind, readonly string[]>> = {
  annotate: ['submitted'],
  consensus: ['submitted'],
  review: ['approved', 'rejected'],
};

/** assigned to this person → advancing. A submission needs every reason of a rejection resolved. */
export function leaveStage(task: Task, leaving: Leaving, now: Date): Next {
  // A pathway that the stage does not have would leave the task on its way for ever.
  const isWaitingForSlots = task.stageKind === 'consensus' && task.parentTaskId === undefined;
  const known = isWaitingForSlots ? [] : (OUTCOMES[task.stageKind] ?? []);
  if (!known.includes(leaving.outcome)) {
    const legal = known.length === 0 ? 'nothing is submitted or judged' : `it can be ${known.join(' or ')}`;
    throw new WrongStage(`This task is in the ${task.stageKind} stage "${task.stageId}", where ${legal}.`, {
      stageId: task.stageId,
      stageKind: task.stageKind,
    });
  }
  requireHolder(task, leaving.userId, now);
  const open = task.rejection?.reasons.filter((reason) => !reason.resolved).length ?? 0;
  if (leaving.outcome === 'submitted' && open > 0) throw new UnresolvedRejection(open);
  const contributors = new Set(task.contributors);
  if (leaving.hasContributed || task.editedInReview) contributors.add(leaving.userId);
  return {
    ...task,
    ...NO_HOLDER,
    status: 'advancing',
    outcome: leaving.outcome,
    leftBy: leaving.userId,
    labelRevision: leaving.labelRevision ?? task.labelRevision,
    classIds: leaving.classIds ?? task.classIds,
    contributors: [...contributors],
    editedInReview: undefined,
    ...(leaving.outcome === 'submitted' ? { rejection: undefined, lastAnnotatorId: leaving.userId } : {}),
  };
}

/** assigned to the reviewer → advancing by `rejected`, with the reasons for the annotator to resolve. */
export function rejectTask(task: Task, leaving: Leaving, reasons: RejectionReason[], now: Date): Next {
  const rejection: Rejection = { reasons, by: leaving.userId, at: now.toISOString() };
  return { ...leaveStage(task, { ...leaving, outcome: 'rejected' }, now), rejection };
}

/** Waiting in an agent stage → advancing by a pathway that the author named. */
export function proceedTask(task: Task, outcome: string, by: string): Next {
  if (task.stageKind !== 'agent') {
    throw new WrongStage(`Only tasks in agent stages are proceeded; this one is in "${task.stageId}".`, {
      stageId: task.stageId,
      stageKind: task.stageKind,
    });
  }
  requireStatus(task, ['open', 'assigned'], 'proceeding');
  return { ...task, ...NO_HOLDER, status: 'advancing', outcome, leftBy: by };
}

/** Set the reasons of the rejection with these positions resolved (or open again). */
export function resolveReasons(
  task: Task,
  userId: string,
  resolved: ReadonlyMap<number, boolean>,
  now: Date,
): Next {
  requireHolder(task, userId, now);
  if (!task.rejection)
    throw new WrongTaskStatus('This task has not been rejected; there is nothing to resolve.');
  const reasons = task.rejection.reasons.map((reason, i) => ({
    ...reason,
    resolved: resolved.get(i) ?? reason.resolved,
  }));
  return { ...task, rejection: { ...task.rejection, reasons } };
}

/** Put aside with a reason, until a manager releases, assigns or moves it. */
export function skipTask(task: Task, userId: string, reason: string, now: Date, isManager: boolean): Next {
  if (isManager) requireStatus(task, ['open', 'assigned', 'reopened'], 'skipping');
  else requireHolder(task, userId, now);
  return { ...task, ...NO_HOLDER, status: 'skipped', skipped: { reason, by: userId, at: now.toISOString() } };
}

export function setPriority(task: Task, priority: number): Next {
  requireStatus(
    task,
    ['open', 'assigned', 'skipped', 'reopened', 'done', 'archived'],
    'setting the priority',
  );
  return { ...task, priority };
}
