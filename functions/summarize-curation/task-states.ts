import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';

/** `waiting`: may be moved in the queue. `front`: waits with the rule's priority already. `taken`: somebody has or had it. */
export type TaskState = 'waiting' | 'front' | 'taken';

const WAITING = ['open', 'reopened', 'skipped'];

/** Where the task of every image stands, by task; images without a task are missing. */
export async function taskStates(
  projectId: string,
  frontPriority: number,
  tasks: Pick<TaskStore, 'listShard'>,
): Promise<Map<string, TaskState>> {
  const states = new Map<string, TaskState>();
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    for await (const { id, status, priority, stageKind } of tasks.listShard(projectId, shard)) {
      // What is labelled and waits for its review only is not worth moving.
      const isWaiting = WAITING.includes(status) && stageKind !== 'review';
      states.set(id, !isWaiting ? 'taken' : priority >= frontPriority ? 'front' : 'waiting');
    }
  }
  return states;
}
