import { NotFound, ProjectPaused, SlotTaken, StaleRevision, WrongStage } from '../../../shared/errors.ts';
import { claimNextTask, peekNextTask } from '../../../shared/store/claim-next-task.ts';
import { keys } from '../../../shared/store/keys.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import type { Project } from '../../../shared/store/records/project.ts';
import type { Telling } from '../../../shared/store/task-store.ts';
import { mayWork, requireMayWork } from '../../../shared/workflow/may-work.ts';
import { closeSlot } from '../../../shared/workflow/enter-stage.ts';
import { claimTask } from '../../../shared/workflow/task-transitions.ts';
import type { StageKind } from '../../../shared/workflow/stage.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import type { TaskContext } from './task-context.ts';

/** A hold lasts this long after the last heartbeat. */
export const LEASE_SECONDS = 15 * 60;

/** Taking tasks: the next one of a queue, or a certain one. */
export function claiming(deps: ApiDeps, context: TaskContext) {
  const projects = projectStore(deps.store);
  const { tasks, workflows } = context;

  /** In a consensus round one person takes one slot, and its labels go to their own branch. */
  function slotClaim(
    task: Task,
    userId: string,
  ): { changed: ReturnType<typeof claimTask>; telling: Telling } {
    const now = deps.store.now();
    const changed = claimTask(task, userId, now, LEASE_SECONDS);
    const telling: Telling = { actor: userId, action: 'task.claimed' };
    const { parentTaskId } = task;
    if (parentTaskId === undefined) return { changed, telling };
    const key = keys.slotHolder(parentTaskId, task.consensusRound, userId);
    telling.more = () => [
      {
        Put: {
          TableName: deps.store.table,
          Item: { ...key, slotId: task.id },
          ConditionExpression: 'attribute_not_exists(pk) OR slotId = :slot',
          ExpressionAttributeValues: { ':slot': task.id },
        },
      },
      {
        ConditionCheck: {
          TableName: deps.store.table,
          Key: keys.task(parentTaskId),
          ConditionExpression: 'stageId = :stage AND consensusRound = :round',
          ExpressionAttributeValues: { ':stage': task.stageId, ':round': task.consensusRound },
        },
      },
    ];
    return { changed: { ...changed, branch: `consensus/${userId}` }, telling };
  }

  /**
   * Why a slot could not be claimed: its person has another one of the round, the round is not open yet, or it is over
   * as a manager moved its task away, in a request that died before it closed the slots. Those are closed now.
   */
  async function whyRefused(slot: Task): Promise<'taken' | 'early' | 'over'> {
    const parent = await tasks.get(slot.parentTaskId ?? slot.id);
    if (parent.consensusRound < slot.consensusRound) return 'early';
    if (parent.consensusRound === slot.consensusRound && parent.stageId === slot.stageId) return 'taken';
    await tasks.change(slot.id, closeSlot, { actor: 'system', action: 'task.slotClosed' });
    return 'over';
  }

  /** Which stages a person may be given tasks of, in this order, and which of their tasks. */
  async function offerFor(user: SignedInUser, projectId: string, stageId: string | undefined) {
    const role = await context.access.require(user, projectId, 'viewProject');
    const project = await projects.get(projectId);
    if (project.status === 'paused') throw new ProjectPaused();
    const kinds = await stagesOf(project);
    if (stageId !== undefined && !kinds.has(stageId)) throw new NotFound('stage', stageId);
    const person = { id: user.id, role };
    // Reviews first: what is nearly done should get done.
    const stageIds = [...kinds]
      .filter(([, kind]) => kind === 'review' || kind === 'annotate' || kind === 'consensus')
      .toSorted(([, a], [, b]) => Number(b === 'review') - Number(a === 'review'))
      .map(([id]) => id);
    return {
      projectId,
      userId: user.id,
      stageIds: stageId === undefined ? stageIds : [stageId],
      mayTake: async (task: Task) => {
        const stage = await context.stageOf(task);
        return stage !== undefined && stage.kind === task.stageKind && mayWork(task, stage, person);
      },
    };
  }

  /** Tasks stay on the revision that they started on, so a stage that the workflow no longer has may still hold some. */
  async function stagesOf(project: Project): Promise<Map<string, StageKind>> {
    const [inUse, workflow] = await Promise.all([
      tasks.listStages(project.id),
      workflows.document(project.workflowId, project.workflowRevision),
    ]);
    return new Map([
      ...inUse.map(({ stageId, stageKind }) => [stageId, stageKind] as const),
      ...workflow.stages.map(({ id, kind }) => [id, kind] as const),
    ]);
  }

  return {
    /**
     * The next task, or undefined when there is nothing to do. `preferredTaskId`: given when it is among the next ones.
     * @throws ProjectPaused, NotFound, NotAllowed
     */
    async next(
      user: SignedInUser,
      projectId: string,
      { stageId, preferredTaskId }: { stageId?: string; preferredTaskId?: string } = {},
    ): Promise<Task | undefined> {
      const offer = await offerFor(user, projectId, stageId);
      const taken = new Set<string>();
      return claimNextTask(deps.store, tasks, {
        ...offer,
        leaseSeconds: LEASE_SECONDS,
        preferredTaskId,
        mayTake: async (task) =>
          !taken.has(`${task.parentTaskId} ${task.consensusRound}`) && offer.mayTake(task),
        claimOne: async (task) => {
          const { changed, telling } = slotClaim(task, user.id);
          try {
            return await tasks.tryChange(task, changed, telling);
          } catch (error) {
            if (!(error instanceof StaleRevision)) throw error;
            if ((await whyRefused(task)) === 'over') return undefined;
            // This person has a slot of the round already; the others are for other people.
            taken.add(`${task.parentTaskId} ${task.consensusRound}`);
            return undefined;
          }
        },
      });
    },

    /** The task that `next` would most likely give, left where it is. @throws ProjectPaused, NotFound, NotAllowed */
    async peek(user: SignedInUser, projectId: string, stageId?: string): Promise<Task | undefined> {
      return peekNextTask(deps.store, tasks, await offerFor(user, projectId, stageId));
    },

    /** A certain task, from a list. */
    async one(user: SignedInUser, taskId: string): Promise<Task> {
      const { task, role } = await context.open(user, taskId, 'viewProject');
      if ((await projects.get(task.projectId)).status === 'paused') throw new ProjectPaused();
      const stage = await context.stageOf(task);
      if (!stage) throw new WrongStage('This task is in a stage that its workflow no longer has; move it.');
      requireMayWork(task, stage, { id: user.id, role });
      if (task.stageKind === 'consensus' && task.parentTaskId === undefined) {
        throw new WrongStage('This task is in consensus; take one of its slots with claim-next.', {
          stageId: stage.id,
        });
      }
      const claimed = tasks.change(
        taskId,
        (fresh) => slotClaim(fresh, user.id).changed,
        (before) => slotClaim(before, user.id).telling,
        task,
      );
      return claimed.then(
        ({ after }) => after,
        async (error: unknown) => {
          if (!(error instanceof StaleRevision) || task.parentTaskId === undefined) throw error;
          const why = await whyRefused(task);
          if (why === 'over')
            throw new WrongStage('This consensus round is over: its task was moved to another stage.');
          if (why === 'early')
            throw new WrongStage('This consensus round is about to open; try again in a moment.');
          throw new SlotTaken();
        },
      );
    },
  };
}
