import type { Task } from '../../workflow/task.ts';
import { getRecord } from '../table/item-operations.ts';
import { keys, personKeys, SHARD_COUNT, taskIdOf } from '../keys.ts';
import { decodePageToken, DEFAULT_PAGE_SIZE, encodePageToken } from '../table/page.ts';
import type { Page, PageRequest } from '../table/page.ts';
import { queryPartition, queryPartitions } from '../table/query-partitions.ts';
import type { TableAccess } from '../table/table-access.ts';
import { isWanted } from './task-filter.ts';
import type { TaskFilter } from './task-filter.ts';
import { readTask, TASK_RECORD } from './task-record.ts';

/** What people and jobs read: tasks of a project, of a person, of a shard, of a round. */
export function taskLists(access: TableAccess) {
  function find(taskId: string): Promise<Task | undefined> {
    return getRecord(access, TASK_RECORD, keys.task(taskId));
  }

  function listAssigned(
    userId: string,
    query: PageRequest & { projectId: string },
    keep: (task: Task) => boolean,
  ): Promise<Page<Task>> {
    const { gsi2pk: pk, gsi2sk: skPrefix } = personKeys.assignee(userId, query.projectId, '');
    return queryPartitions(access, [{ index: 'gsi2', pk, skPrefix }], query, readTask, keep);
  }

  /** The tasks of named assets, in that order; those that have none are passed over. */
  async function listOfAssets(
    assetIds: readonly string[],
    query: PageRequest & { projectId: string },
    keep: (task: Task) => boolean,
  ): Promise<Page<Task>> {
    const limit = query.limit ?? DEFAULT_PAGE_SIZE;
    const items: Task[] = [];
    let { partition: next } = decodePageToken(query.pageToken);
    while (next < assetIds.length && items.length < limit) {
      const some = assetIds.slice(next, next + limit - items.length);
      const found = await Promise.all(some.map((assetId) => find(taskIdOf(query.projectId, assetId))));
      items.push(...found.filter((task) => task !== undefined).filter(keep));
      next += some.length;
    }
    return next < assetIds.length
      ? { items, nextPageToken: encodePageToken({ partition: next }) }
      : { items };
  }

  return {
    find,

    /** What is assigned to a person, or returned to them. */
    listOfPerson(query: PageRequest & { userId: string; projectId: string }): Promise<Page<Task>> {
      return listAssigned(query.userId, query, () => true);
    },

    /** Ordered by shard (or by asset, or for one person), then id, which no change of a task moves: pages stay stable. */
    list(query: PageRequest & TaskFilter): Promise<Page<Task>> {
      const keep = (task: Task) => isWanted(task, query);
      if (query.assetIds !== undefined) return listOfAssets(query.assetIds, query, keep);
      if (query.assigneeId !== undefined) return listAssigned(query.assigneeId, query, keep);
      const partitions = Array.from({ length: SHARD_COUNT }, (_, index) => {
        const { pk, sk } = keys.taskShard(query.projectId, index);
        return { pk, skPrefix: sk };
      });
      return queryPartitions(access, partitions, query, readTask, keep);
    },

    /** Every task of one shard, for bulk jobs; the slots of consensus rounds left out. */
    async *listShard(projectId: string, shard: number): AsyncGenerator<Task> {
      const { pk, sk } = keys.taskShard(projectId, shard);
      let after: string | undefined;
      do {
        const page = await queryPartition(access, { pk, skPrefix: sk }, 500, after);
        for (const item of page.items) {
          const task = readTask(item);
          if (task.parentTaskId === undefined) yield task;
        }
        after = page.lastKey;
      } while (after !== undefined);
    },

    /** The slots of a task's consensus rounds, in order. */
    async listSlots(taskId: string): Promise<Task[]> {
      const { pk, sk } = keys.task(taskId);
      const page = await queryPartition(access, { pk, skPrefix: `${sk}~` }, 500);
      return page.items.map(readTask);
    },
  };
}
