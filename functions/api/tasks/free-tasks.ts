import { memberStore } from '../../../shared/store/member-store.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import { mayWork } from '../../../shared/workflow/may-work.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import { releaseByManager } from '../../../shared/workflow/task-transitions.ts';
import type { ApiDeps } from '../api-deps.ts';
import { taskContext } from './task-context.ts';

/**
 * Gives back, for everybody, what a person holds or what waits for them in a project and they may not work on any more:
 * they have left, have another role, or their account is closed. Labels are kept.
 */
export async function freeTasks(
  deps: ApiDeps,
  { projectId, userId, actor }: { projectId: string; userId: string; actor: string },
): Promise<void> {
  const { tasks, stageOf } = taskContext(deps);
  const person = await userStore(deps.store).find(userId);
  const own = person?.isAdmin ? 'admin' : await memberStore(deps.store).roleOf(projectId, userId);
  const role = person?.disabled ? undefined : own;
  const isWaitingInVain = async (task: Task): Promise<boolean> => {
    const stage = await stageOf(task);
    return role === undefined || !stage || !mayWork(task, stage, { id: userId, role });
  };
  let pageToken: string | undefined;
  do {
    const page = await tasks.listOfPerson({ userId, projectId, limit: 100, pageToken });
    for (const task of page.items) {
      if (!(await isWaitingInVain(task))) continue;
      const free = (fresh: Task) => (fresh.assigneeId === userId ? releaseByManager(fresh) : undefined);
      await tasks.change(task.id, free, { actor, action: 'task.released', details: { userId } }, task);
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}
