import * as z from 'zod';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import type { Log } from '../../shared/log.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import { expireLease } from '../../shared/workflow/task-transitions.ts';

export const SweepTasksInput = z.object({
  /** How long a task may be on the move before it counts as interrupted. */
  olderThanSeconds: z.number().min(0).default(60),
});
export type SweepTasksInput = z.infer<typeof SweepTasksInput>;

export const SweptTasks = z.object({ driven: z.number(), failed: z.number(), expired: z.number() });
export type SweptTasks = z.infer<typeof SweptTasks>;

export interface SweepTasksDeps {
  tasks: TaskStore;
  machines: Pick<Workflows, 'startSync'>;
  now: () => Date;
  log: Log;
}

/**
 * What a crash or a closed laptop left behind: tasks on the move are driven again, tasks whose holder has gone return
 * to the queue with their labels kept.
 */
export async function sweepTasks(input: SweepTasksInput, deps: SweepTasksDeps): Promise<SweptTasks> {
  const swept = { driven: 0, failed: 0, expired: 0 };
  const now = deps.now();
  const before = new Date(now.getTime() - input.olderThanSeconds * 1000);
  for (let shard = 0; shard < SHARD_COUNT; shard++) {
    for (const task of await deps.tasks.listAdvancing(shard, before)) {
      try {
        await deps.machines.startSync('advance-task', { taskId: task.id });
        swept.driven++;
      } catch (error) {
        swept.failed++;
        deps.log.error('A task cannot be moved on; it is tried again later.', {
          taskId: task.id,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
    for (const task of await deps.tasks.listExpired(shard, now)) {
      const telling = {
        actor: 'system',
        action: 'task.leaseExpired',
        details: { assigneeId: task.assigneeId },
      };
      const { isChanged } = await deps.tasks.change(
        task.id,
        (fresh) => expireLease(fresh, now),
        telling,
        task,
      );
      if (isChanged) swept.expired++;
    }
  }
  return swept;
}
