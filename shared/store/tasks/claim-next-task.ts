import { claimTask } from '../../workflow/task-transitions.ts';
import type { Task } from '../../workflow/task.ts';
import { ClaimSpread } from './claim-spread.ts';
import { queueKeys } from '../keys.ts';
import type { TableAccess } from '../table/table-access.ts';
import type { TaskStore } from './task-store.ts';

export interface ClaimNext {
  projectId: string;
  /** Tried in this order. */
  stageIds: string[];
  userId: string;
  leaseSeconds: number;
  /** May this person take this task? (Self-review, consensus slots.) It may read the task's workflow. */
  mayTake: (task: Task) => boolean | Promise<boolean>;
  /** Runs the claim of one task; for the slots of a consensus round, which need a further condition. */
  claimOne?: (task: Task) => Promise<Task | undefined>;
  /** Taken when it is among the tasks that could be given anyway: the person's page has it loaded already. */
  preferredTaskId?: string;
}

const spread = new ClaimSpread();
const MOST_ROUNDS = 40;
/** Looked through for tasks that this person may take, beyond the width of the choice. */
const DEEPEST = 2000;

/**
 * Gives a person their next task: first what was returned or assigned to them, then the head of the queues: the
 * highest priority band, then the oldest. Each claim is one conditional write, so two people never hold one task.
 */
export async function claimNextTask(
  access: TableAccess,
  tasks: TaskStore,
  request: ClaimNext,
): Promise<Task | undefined> {
  const { userId, projectId, preferredTaskId } = request;
  const now = access.now();
  const tryOne = (task: Task): Promise<Task | undefined> =>
    request.claimOne?.(task) ??
    tasks.tryChange(task, claimTask(task, userId, now, request.leaseSeconds), {
      actor: userId,
      action: 'task.claimed',
    });

  const wanted = new Set(request.stageIds);
  let pageToken: string | undefined;
  do {
    const own = await tasks.listOfPerson({ userId, projectId, limit: 100, pageToken });
    for (const task of own.items) {
      if (!isWaiting(task) || !wanted.has(task.stageId) || !(await request.mayTake(task))) continue;
      const claimed = await tryOne(task);
      if (claimed) return claimed;
    }
    pageToken = own.nextPageToken;
  } while (pageToken !== undefined);
  for (const stageId of request.stageIds) {
    const claimed = await claimFromQueue(stageId);
    if (claimed) return claimed;
  }
  return undefined;

  async function claimFromQueue(stageId: string): Promise<Task | undefined> {
    const queue = queueKeys.claimable(projectId, stageId, 0, '', '').gsi1pk;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const width = spread.widthFor(queue, userId, now.getTime());
      const { candidates, isEmpty } = await readHead(tasks, request, stageId, width);
      if (candidates.length === 0) {
        if (isEmpty) return undefined;
        // Others in this process reach for everything that is left: look again when they have got it or not.
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      const task =
        candidates.find(({ id }) => id === preferredTaskId) ??
        candidates[Math.floor(Math.random() * candidates.length)];
      if (!spread.reach(task)) continue;
      let isClaimed = false;
      try {
        const claimed = await tryOne(task);
        if (claimed) {
          isClaimed = true;
          spread.succeeded(queue);
          return claimed;
        }
        spread.collided(queue);
      } finally {
        spread.letGo(task, isClaimed);
      }
    }
    return undefined;
  }
}

/**
 * The task that this person would be given now, without giving it: pages load its image ahead. Chosen at random among
 * those that could be given, so that people who look at the same time do not all look at the same task.
 */
export async function peekNextTask(
  access: TableAccess,
  tasks: TaskStore,
  request: Omit<ClaimNext, 'leaseSeconds' | 'claimOne'>,
): Promise<Task | undefined> {
  const { userId, projectId } = request;
  const own = await tasks.listOfPerson({ userId, projectId, limit: 100 });
  for (const task of own.items) {
    if (isWaiting(task) && request.stageIds.includes(task.stageId) && (await request.mayTake(task)))
      return task;
  }
  for (const stageId of request.stageIds) {
    const queue = queueKeys.claimable(projectId, stageId, 0, '', '').gsi1pk;
    const width = spread.widthFor(queue, userId, access.now().getTime());
    const { candidates } = await readHead(tasks, request, stageId, width);
    if (candidates.length > 0) return candidates[Math.floor(Math.random() * candidates.length)];
  }
  return undefined;
}

/** Returned or assigned to its person, who has not taken it up yet. */
function isWaiting({ status, leaseUntil }: Task): boolean {
  return status === 'reopened' || (status === 'assigned' && leaseUntil === undefined);
}

/** The first `width` tasks of the highest band that holds one for this person and that nobody here reaches for. */
async function readHead(
  tasks: TaskStore,
  { projectId, mayTake }: Pick<ClaimNext, 'projectId' | 'mayTake'>,
  stageId: string,
  width: number,
): Promise<{ candidates: Task[]; isEmpty: boolean }> {
  let after: string | undefined;
  let isEmpty = true;
  const candidates: Task[] = [];
  for (let seen = 0; seen < DEEPEST;) {
    const page = await tasks.listClaimable(projectId, stageId, Math.max(width, 25), after);
    for (const task of page.tasks) {
      seen++;
      if (!(await mayTake(task))) continue;
      isEmpty = false;
      if (spread.isReachedFor(task)) continue;
      const band = Math.floor(Math.min(99, task.priority) / 10);
      if (candidates.length > 0 && band !== Math.floor(Math.min(99, candidates[0].priority) / 10)) break;
      if (candidates.push(task) === width) break;
    }
    if (candidates.length > 0 || page.lastKey === undefined) break;
    after = page.lastKey;
  }
  return { candidates, isEmpty };
}
