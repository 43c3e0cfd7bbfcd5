import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Task } from '../workflow/task.ts';
import { keys } from './keys.ts';
import { queryPartition } from './table/query-partitions.ts';
import type { TableAccess } from './table/table-access.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What one person did in one stage on one day. */
export interface Worklog {
  day: string;
  userId: string;
  stageId: string;
  tasks: number;
  objects: number;
  /** Of their work, by reviewers, in the review stage that `stageId` names. */
  rejected: number;
  /** By heartbeats, idle time cut. */
  seconds: number;
  /** Tasks by the length of the work: bucket b holds 2^(b/4) to 2^((b+1)/4) seconds. */
  durations: Record<number, number>;
  /** Objects by the time that each took: its task's time shared among the objects of the task. Buckets as above. */
  objectDurations: Record<number, number>;
}

export interface Work {
  projectId: string;
  userId: string;
  stageId: string;
  tasks?: number;
  objects?: number;
  rejected?: number;
  seconds?: number;
}

export type WorklogStore = ReturnType<typeof worklogStore>;

/** The numbers for managers, added up as the work is done, in the transaction that does it. */
export function worklogStore(access: TableAccess) {
  function add(work: Work): Action {
    const day = access.now().toISOString().slice(0, 10);
    const fields: Record<string, number> = {
      tasks: work.tasks ?? 0,
      objects: work.objects ?? 0,
      rejected: work.rejected ?? 0,
      seconds: Math.round(work.seconds ?? 0),
    };
    if (work.tasks && work.seconds) fields[`d_${bucketOf(Math.max(1, work.seconds))}`] = 1;
    if (work.objects && work.seconds) fields[`o_${bucketOf(work.seconds / work.objects)}`] = work.objects;
    const names = Object.keys(fields).filter((name) => fields[name] !== 0);
    return {
      Update: {
        TableName: access.table,
        Key: keys.worklog(work.projectId, day, work.userId, work.stageId),
        UpdateExpression:
          `SET #day = :day, userId = :user, stageId = :stage` +
          (names.length > 0 ? ` ADD ${names.map((_, i) => `#f${i} :f${i}`).join(', ')}` : ''),
        ExpressionAttributeNames: {
          '#day': 'day',
          ...Object.fromEntries(names.map((name, i) => [`#f${i}`, name])),
        },
        ExpressionAttributeValues: {
          ':day': day,
          ':user': work.userId,
          ':stage': work.stageId,
          ...Object.fromEntries(names.map((name, i) => [`:f${i}`, fields[name]])),
        },
      },
    };
  }

  return {
    add,

    /** A task came to its end, or back from there: what burndown and forecast are made from. */
    addEnding: (before: Task, after: Task): Action[] => {
      const tasks = Number(isEnded(after)) - Number(isEnded(before));
      if (tasks === 0 || after.parentTaskId !== undefined) return [];
      const stageId = tasks > 0 ? after.stageId : before.stageId;
      return [add({ projectId: after.projectId, userId: 'system', stageId, tasks })];
    },

    /** Every entry from a day on, the oldest first. */
    async list(projectId: string, fromDay = ''): Promise<Worklog[]> {
      const { pk } = keys.worklog(projectId, '', '', '');
      const entries: Worklog[] = [];
      let after: string | undefined = fromDay;
      do {
        const page = await queryPartition(access, { pk }, 500, after === '' ? undefined : after);
        for (const item of page.items) entries.push(worklogOf(item));
        after = page.lastKey;
      } while (after !== undefined);
      return entries;
    },
  };
}

const isEnded = ({ status }: Task): boolean => status === 'done' || status === 'archived';

/** Down to a sixteenth of a second. */
function bucketOf(seconds: number): number {
  return Math.floor(4 * Math.log2(Math.max(1 / 16, seconds)));
}

function worklogOf(item: Record<string, unknown>): Worklog {
  const count = (name: string): number => Number(item[name] ?? 0);
  const histogram = (prefix: string): Record<number, number> =>
    Object.fromEntries(
      Object.entries(item).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[Number(name.slice(prefix.length)), Number(value)]] : [],
      ),
    );
  return {
    day: String(item.day),
    userId: String(item.userId),
    stageId: String(item.stageId),
    tasks: count('tasks'),
    objects: count('objects'),
    rejected: count('rejected'),
    seconds: count('seconds'),
    durations: histogram('d_'),
    objectDurations: histogram('o_'),
  };
}
