import { InvalidInput, NotHolder, ReasonMissing, StaleRevision, WrongStage } from '../../../shared/errors.ts';
import { validateLabelContent } from '../../../shared/labels/validate-label-content.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import { ontologyStore } from '../../../shared/store/ontology-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { reviewStore } from '../../../shared/store/review-store.ts';
import { worklogStore } from '../../../shared/store/worklog-store.ts';
import { requireMayWork } from '../../../shared/workflow/may-work.ts';
import { requirePathway } from '../../../shared/workflow/next-stage.ts';
import type { Action } from '../../../shared/workflow/permissions.ts';
import { isAllowed } from '../../../shared/workflow/permissions.ts';
import type { RejectionReason, Task } from '../../../shared/workflow/task.ts';
import {
  extendLease,
  leaveStage,
  proceedTask,
  rejectTask,
  releaseTask,
  resolveReasons,
  skipTask,
} from '../../../shared/workflow/task-transitions.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { LEASE_SECONDS } from './claim.ts';
import type { TaskContext } from './task-context.ts';

/** What the holder of a task does with it. Each answers the task as it is afterwards. */
export function working(deps: ApiDeps, context: TaskContext) {
  const { tasks } = context;
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });
  const reviews = reviewStore(deps.store);
  const worklog = worklogStore(deps.store);
  const projects = projectStore(deps.store);
  const ontologies = ontologyStore(deps.store);
  const assets = assetStore(deps.store);

  async function holdings(user: SignedInUser, taskId: string, action: Action) {
    const opened = await context.open(user, taskId, action);
    const stage = await context.stageOf(opened.task);
    return { ...opened, stage };
  }

  /** Errors of the labels keep a task from being submitted or approved. */
  async function requireSound(task: Task, branch: string): Promise<void> {
    const document = await labels.get(task.parentTaskId ?? task.id, branch);
    const project = await projects.get(task.projectId);
    const [{ content: ontology }, asset] = await Promise.all([
      ontologies.get(project.ontologyId),
      assets.find(task.assetId),
    ]);
    if (!asset) return;
    const { objects, classifications } = document;
    const problems = validateLabelContent({ objects, classifications }, ontology, asset).filter(
      (problem) => problem.severity === 'error',
    );
    if (problems.length === 0) return;
    throw new InvalidInput(
      `The labels are not ready: ${problems[0].message}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`,
      { labelProblems: problems.slice(0, 50) },
    );
  }

  async function leave(
    user: SignedInUser,
    taskId: string,
    outcome: 'submitted' | 'approved' | 'rejected',
    reasons: RejectionReason[] = [],
  ): Promise<Task> {
    const work = outcome === 'submitted' ? 'annotate' : 'review';
    const { task, role, stage } = await holdings(user, taskId, work);
    if (stage?.kind === 'review' && work === 'review') requireMayWork(task, stage, { id: user.id, role });
    const branch = task.branch ?? 'main';
    const now = deps.store.now();
    // Judge the person and the status first: who may not submit is told so, and not what the labels lack.
    const leaving = { userId: user.id, outcome, hasContributed: outcome === 'submitted' };
    if (outcome === 'rejected') rejectTask(task, leaving, reasons, now);
    else leaveStage(task, leaving, now);
    if (outcome !== 'rejected') await requireSound(task, branch);
    if (outcome !== 'submitted') await reviews.end(task, user.id, outcome);
    const head = await labels.head(task.parentTaskId ?? task.id, branch);
    const details = {
      ...leaving,
      ...(branch === 'main' ? { labelRevision: head?.revision ?? 0, classIds: head?.classIds ?? [] } : {}),
    };
    const { isChanged } = await tasks.change(
      taskId,
      (fresh) =>
        outcome === 'rejected' ? rejectTask(fresh, details, reasons, now) : leaveStage(fresh, details, now),
      {
        actor: user.id,
        action: `task.${outcome}`,
        details: { labelRevision: head?.revision ?? 0, ...(reasons.length > 0 ? { reasons } : {}) },
        more: (before) => {
          const { projectId, stageId } = before;
          const done = { projectId, userId: user.id, stageId, tasks: 1, seconds: before.activeSeconds };
          const own = worklog.add({ ...done, objects: head?.objects ?? 0 });
          const annotator = before.lastAnnotatorId;
          return outcome === 'rejected' && annotator !== undefined && annotator !== user.id
            ? [own, worklog.add({ projectId, userId: annotator, stageId, rejected: 1 })]
            : [own];
        },
      },
      task,
    );
    return isChanged ? context.advance(taskId) : tasks.get(taskId);
  }

  return {
    submit: (user: SignedInUser, taskId: string) => leave(user, taskId, 'submitted'),
    approve: (user: SignedInUser, taskId: string) => leave(user, taskId, 'approved'),

    /** Without reasons of its own, the rejected objects of the review are the reasons. */
    async reject(user: SignedInUser, taskId: string, reasons: RejectionReason[]): Promise<Task> {
      const { task } = await holdings(user, taskId, 'review');
      const review = reasons.length > 0 ? undefined : await reviews.find(task, user.id);
      const given: RejectionReason[] =
        reasons.length > 0
          ? reasons.map((reason) => ({ ...reason, resolved: false }))
          : (review?.decisions ?? [])
              .filter((one) => one.decision === 'rejected')
              .map(({ objectId, reason, comment }) => ({
                objectId,
                reason: reason ?? 'Rejected',
                ...(comment === undefined ? {} : { comment }),
                resolved: false,
              }));
      if (given.length === 0) {
        throw new ReasonMissing();
      }
      return leave(user, taskId, 'rejected', given);
    },

    async heartbeat(user: SignedInUser, taskId: string): Promise<Task> {
      for (let attempt = 0; attempt < 5; attempt++) {
        const { task } = await context.open(user, taskId, 'viewProject');
        const touched = await tasks.touch(task, extendLease(task, user.id, deps.store.now(), LEASE_SECONDS));
        if (touched) return touched;
      }
      throw new StaleRevision('This task is being changed by somebody else; read it again.');
    },

    async release(user: SignedInUser, taskId: string): Promise<Task> {
      const { task } = await context.open(user, taskId, 'viewProject');
      const telling = { actor: user.id, action: 'task.released' };
      const now = deps.store.now();
      return (await tasks.change(taskId, (fresh) => releaseTask(fresh, user.id, now), telling, task)).after;
    },

    async skip(user: SignedInUser, taskId: string, reason: string): Promise<Task> {
      const { task, role } = await context.open(user, taskId, 'viewProject');
      const now = deps.store.now();
      const isManager = isAllowed(role, 'manageTasks');
      const telling = { actor: user.id, action: 'task.skipped', details: { reason } };
      const skipped = (fresh: Task) => skipTask(fresh, user.id, reason, now, isManager);
      return (await tasks.change(taskId, skipped, telling, task)).after;
    },

    /** Reasons of the rejection by position: done, or open again. */
    async resolve(
      user: SignedInUser,
      taskId: string,
      reasons: { index: number; resolved: boolean }[],
    ): Promise<Task> {
      const { task } = await context.open(user, taskId, 'annotate');
      const known = task.rejection?.reasons.length ?? 0;
      if (task.rejection && reasons.some(({ index }) => index >= known)) {
        throw new InvalidInput(`This rejection has ${known} reasons, counted from 0.`, { path: 'reasons' });
      }
      const resolved = new Map(reasons.map((one) => [one.index, one.resolved]));
      const telling = { actor: user.id, action: 'task.rejectionResolved', details: { reasons } };
      const now = deps.store.now();
      return (
        await tasks.change(taskId, (fresh) => resolveReasons(fresh, user.id, resolved, now), telling, task)
      ).after;
    },

    /** An agent's answer: the task leaves its stage by a pathway that the author named. */
    async proceed(user: SignedInUser, taskId: string, pathway: string): Promise<Task> {
      const { task, stage } = await holdings(user, taskId, 'actAsAgent');
      const changed = proceedTask(task, pathway, user.id);
      if (!stage) throw new WrongStage('This task is in a stage that its workflow no longer has; move it.');
      requirePathway(stage, pathway);
      const head = await labels.head(taskId, 'main');
      const { after } = await tasks.change(
        taskId,
        (fresh) => ({
          ...(fresh === task ? changed : proceedTask(fresh, pathway, user.id)),
          labelRevision: head?.revision ?? 0,
          classIds: head?.classIds ?? [],
        }),
        { actor: user.id, action: 'task.proceeded', details: { pathway } },
        task,
      );
      return after.status === 'advancing' ? context.advance(taskId) : after;
    },

    /** @throws NotHolder unless the person holds the task now. */
    requireHolding(task: Task, user: SignedInUser): void {
      if (task.status === 'assigned' && task.assigneeId === user.id) return;
      throw new NotHolder('Claim this task before you change it.', { status: task.status });
    },
  };
}
