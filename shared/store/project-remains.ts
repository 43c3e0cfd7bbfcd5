import { deletePartition } from './table/delete-partition.ts';
import { deleteRecord } from './table/item-operations.ts';
import { keys, parentTaskOf } from './keys.ts';
import { queryPartition } from './table/query-partitions.ts';
import type { TableAccess } from './table/table-access.ts';

const AT_ONCE = 8;

export type ProjectRemains = ReturnType<typeof projectRemains>;

/**
 * What a deleted project leaves in the table. Everything here bears repetition. Kept: the trail, jobs with what they
 * exported, and sealed snapshots, which models name as what they were trained on.
 */
export function projectRemains(access: TableAccess) {
  async function removeTask(taskId: string): Promise<void> {
    await deletePartition(access, { pk: keys.hops(taskId).pk });
    await deleteRecord(access, keys.task(taskId));
  }

  return {
    /** The tasks of one shard with their labels, reviews, comments and ways, then its counters. `onTask`: after each. */
    async removeShard(projectId: string, shard: number, onTask: () => Promise<void>): Promise<void> {
      const { pk, sk } = keys.taskShard(projectId, shard);
      for (;;) {
        const { items } = await queryPartition(access, { pk, skPrefix: sk }, 200);
        if (items.length === 0) break;
        const ids = items.map((item) => String(item.sk).slice(sk.length));
        for (let i = 0; i < ids.length; i += AT_ONCE) {
          const some = ids.slice(i, i + AT_ONCE);
          await Promise.all(some.map((id) => removeTask(id)));
          for (const id of some) if (parentTaskOf(id) === id) await onTask();
        }
      }
      await deletePartition(access, { pk: keys.countsShard(projectId, shard).pk });
    },

    /** What is not in shards: members, webhooks with their deliveries, collections, evaluations, numbers. */
    async removeRest(projectId: string): Promise<void> {
      const webhooks = keys.webhook(`${projectId}.`);
      const { items } = await queryPartition(access, { pk: webhooks.pk, skPrefix: webhooks.sk }, 1000);
      for (const item of items) {
        const id = `${projectId}.${String(item.sk).slice(webhooks.sk.length)}`;
        await deletePartition(access, { pk: keys.delivery(id, '').pk });
      }
      const snapshots = keys.snapshot(`${projectId}.`);
      await deletePartition(access, { pk: snapshots.pk }, (sk) => sk.startsWith(snapshots.sk));
      await deletePartition(access, { pk: keys.stageInUse(projectId, '').pk });
      await deletePartition(access, { pk: keys.router(projectId, '', 0, '').pk });
      await deletePartition(access, { pk: keys.agreement(projectId, '').pk });
      await deletePartition(access, { pk: keys.worklog(projectId, '', '', '').pk });
    },
  };
}
