import { farAhead } from '../../workflow/far-ahead.ts';
import type { Task } from '../../workflow/task.ts';
import { queueKeys } from '../keys.ts';
import { queryPartition } from '../table/query-partitions.ts';
import type { TableAccess } from '../table/table-access.ts';
import { readTask } from './task-record.ts';

/** Tasks that wait for something: to be claimed, or for a time to pass. */
export function taskQueues(access: TableAccess) {
  /** Due by a time, or far ahead of the clock. */
  async function listDue(pk: string, by: Date): Promise<Task[]> {
    const index = 'gsi1';
    const due = await queryPartition(access, { index, pk, skUntil: by.toISOString() }, 200);
    const ahead = await queryPartition(access, { index, pk }, 200, farAhead(access.now()).toISOString());
    return [...due.items, ...ahead.items].map(readTask);
  }

  return {
    /** The head of a stage's queue: highest band first, then the oldest. */
    async listClaimable(projectId: string, stageId: string, limit: number, after?: string) {
      const pk = queueKeys.claimable(projectId, stageId, 0, '', '').gsi1pk;
      const page = await queryPartition(access, { index: 'gsi1', pk }, limit, after);
      return { tasks: page.items.map(readTask), lastKey: page.lastKey };
    },

    /** Held beyond their lease: for the sweep. */
    listExpired(shard: number, now: Date): Promise<Task[]> {
      return listDue(queueKeys.leasedShard(shard), now);
    },

    /** On the move since before a time: for the sweep. */
    listAdvancing(shard: number, before: Date): Promise<Task[]> {
      return listDue(queueKeys.advancingShard(shard), before);
    },
  };
}
