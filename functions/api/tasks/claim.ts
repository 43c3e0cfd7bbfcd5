import { NotFound, ProjectPaused, StaleRevision, WrongStage } from '../../../shared/errors.ts';
import { claimNextTask, peekNextTask } from '../../../shared/store/tasks/claim-next-task.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import type { Project } from '../../../shared/store/records/project.ts';
import type { Telling } from '../../../shared/store/tasks/telling.ts';
import { mayWork, requireMayWork } from '../../../shared/workflow/may-work.ts';
import { claimTask } from '../../../shared/workflow/task-transitions.ts';
import type { StageKind } from '../../../shared/workflow/stage.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { slotHolding } from './slot-holding.ts';
import type { TaskContext } from './task-context.ts';

/** A hold lasts this long after the last heartbeat. */
export const LEASE_SECONDS = 15 * 60;

/** Taking tasks: the next one of a queue, or a certain one. */
export function claiming(deps: ApiDeps, context: TaskContext) {
  const projects = projectStore(deps.store);
  const { tasks, workflows } = context;
  const slots = slotHolding(deps.store.table, tasks);

  function claimOf(task: Task, userId: string): { changed: ReturnType<typeof claimTask>; telling: Telling } {
    const claimed = claimTask(task, userId, deps.store.now(), LEASE_SECONDS);
    const more = () => slots.actions(task, userId);
    return {
      changed: slots.withBranch(claimed, userId),
      telling: { actor: userId, action: 'task.claimed', more },
    };
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
          const { changed, telling } = claimOf(task, user.id);
          try {
            return await tasks.tryChange(task, changed, telling);
          } catch (error) {
            if (!(error instanceof StaleRevision)) throw error;
            if ((await slots.whyRefused(task)) === 'over') return undefined;
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
        (fresh) => claimOf(fresh, user.id).changed,
        (before) => claimOf(before, user.id).telling,
        task,
      );
      return claimed.then(
        ({ after }) => after,
        (error: unknown) => slots.explain(task, error),
      );
    },
  };
}
