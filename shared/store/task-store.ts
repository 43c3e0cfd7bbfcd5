import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { NotFound, StaleRevision } from '../errors.ts';
import { farAhead } from '../workflow/far-ahead.ts';
import { workOf } from '../workflow/may-work.ts';
import { StageKind } from '../workflow/stage.ts';
import { Task } from '../workflow/task.ts';
import { auditStore } from './audit-store.ts';
import type { NewAuditEvent } from './audit-store.ts';
import { countChange } from './count-change.ts';
import { getRecord } from './item-operations.ts';
import { keys, ownerOf, personKeys, queueKeys, SHARD_COUNT, taskIdOf } from './keys.ts';
import { decodePageToken, DEFAULT_PAGE_SIZE, encodePageToken } from './page.ts';
import type { Page, PageRequest } from './page.ts';
import { queryPartition, queryPartitions } from './query-partitions.ts';
import { readCounts } from './read-counts.ts';
import { readRecord, writeRecord } from './record-format.ts';
import { Hop } from './records/hop.ts';
import { taskIndex } from './task-index.ts';
import { eventOfTask } from './event-of-task.ts';
import type { TableAccess } from './table-access.ts';
import { webhookStore } from './webhook-store.ts';
import { writeTransaction } from './write-transaction.ts';

const format = { noun: 'task', version: 1, schema: Task };
const hopFormat = { noun: 'hop', version: 1, schema: Hop };

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type Changed = Omit<Task, 'rev' | 'updatedAt'>;

export interface TaskFilter {
  projectId: string;
  stageId?: string;
  status?: Task['status'];
  assigneeId?: string;
  classId?: string;
  imageName?: string;
  /** ISO times on `updatedAt`. */
  changedAfter?: string;
  changedBefore?: string;
  isRejected?: boolean;
  /** Ids of assets, each once: what a collection holds. */
  assetIds?: readonly string[];
  /** The slots of consensus rounds are left out unless asked for. */
  withSlots?: boolean;
}

/** What is told, besides the task itself, in the same transaction. */
export interface Telling {
  actor: string;
  action: string;
  details?: Record<string, unknown>;
  /** The stage that the task enters asks for an event. */
  isNotified?: boolean;
  hop?: Omit<Hop, 'taskId' | 'rev' | 'at'>;
  /** Further actions of other stores, such as a worklog entry. */
  more?: (before: Task, after: Task) => Action[];
}

const MOST_TRIES = 20;

/** Stages that this process has noted already, so that one write per project and stage is enough. */
const notedStages = new Set<string>();
const MOST_NOTED = 10_000;

export type TaskStore = ReturnType<typeof taskStore>;

export function taskStore(access: TableAccess) {
  const audit = auditStore(access);
  const webhooks = webhookStore(access);

  async function find(taskId: string): Promise<Task | undefined> {
    return getRecord(access, format, keys.task(taskId));
  }

  async function get(taskId: string): Promise<Task> {
    const task = await find(taskId);
    if (!task) throw new NotFound('task', taskId);
    return task;
  }

  /** The task, its counters, its audit event: all or nothing. Answers the found task when somebody was faster. */
  async function write(before: Task | undefined, after: Task, telling: Telling): Promise<Task | undefined> {
    const event: NewAuditEvent = {
      projectId: after.projectId,
      actor: telling.actor,
      action: telling.action,
      subjectId: after.id,
      change: changeOf(before, after),
      ...(telling.details ? { details: telling.details } : {}),
    };
    const at = after.updatedAt;
    const isSlot = after.parentTaskId !== undefined;
    if (before?.stageId !== after.stageId) await noteStage(after);
    const told = isSlot ? undefined : eventOfTask(before, after, telling.action, telling.isNotified);
    const failed = await writeTransaction(access, [
      {
        Put: {
          TableName: access.table,
          Item: { ...keys.task(after.id), ...writeRecord(format, after), ...taskIndex(after) },
          ConditionExpression: before ? 'rev = :rev' : 'attribute_not_exists(pk)',
          ...(before ? { ExpressionAttributeValues: { ':rev': before.rev } } : {}),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      ...(isSlot ? [] : counters(before, after)),
      await audit.append(event),
      ...(telling.hop ? [hopPut({ ...telling.hop, taskId: after.id, rev: after.rev, at })] : []),
      ...(before ? (telling.more?.(before, after) ?? []) : []),
      ...(told ? await webhooks.announce(after.projectId, told, dataOf(after, telling)) : []),
    ]);
    if (!failed) return undefined;
    if (failed.action === 0 && failed.found) return readRecord(format, failed.found);
    if (failed.action === 0) throw new NotFound('task', after.id);
    throw new StaleRevision('Something that this change rests on has changed; read it again and repeat.');
  }

  function hopPut(hop: Hop): Action {
    const item = { ...keys.hop(hop.taskId, hop.rev), ...writeRecord(hopFormat, hop) };
    return { Put: { TableName: access.table, Item: item } };
  }

  /** Before a task rests there: a queue that nobody knows of would keep it for ever. */
  async function noteStage({ projectId, stageId, stageKind }: Task): Promise<void> {
    const id = `${access.table} ${projectId} ${stageId} ${stageKind}`;
    if (workOf(stageKind) === undefined || notedStages.has(id)) return;
    const Item = { ...keys.stageInUse(projectId, stageId), stageId, stageKind };
    await access.client.send(new PutCommand({ TableName: access.table, Item }));
    if (notedStages.size >= MOST_NOTED) notedStages.clear();
    notedStages.add(id);
  }

  function counters(before: Task | undefined, after: Task): Action[] {
    const key = (task: Task) => keys.counts(task.projectId, task.id, task.stageId);
    if (before?.stageId === after.stageId)
      return countChange(access.table, key(after), before.status, after.status);
    return [
      ...(before ? countChange(access.table, key(before), before.status, undefined) : []),
      ...countChange(access.table, key(after), undefined, after.status),
    ];
  }

  function stamp(changed: Changed, rev: number): Task {
    return { ...changed, rev, updatedAt: access.now().toISOString() };
  }

  function listAssigned(
    userId: string,
    query: PageRequest & { projectId: string },
    keep: (task: Task) => boolean,
  ): Promise<Page<Task>> {
    const { gsi2pk: pk, gsi2sk: skPrefix } = personKeys.assignee(userId, query.projectId, '');
    const partition = { index: 'gsi2' as const, pk, skPrefix };
    return queryPartitions(access, [partition], query, (item) => readRecord(format, item), keep);
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

  /** Due by a time, or far ahead of the clock. */
  async function listDue(pk: string, by: Date): Promise<Task[]> {
    const index = 'gsi1' as const;
    const due = await queryPartition(access, { index, pk, skUntil: by.toISOString() }, 200);
    const ahead = await queryPartition(access, { index, pk }, 200, farAhead(access.now()).toISOString());
    return [...due.items, ...ahead.items].map((item) => readRecord(format, item));
  }

  return {
    find,
    /** @throws NotFound */
    get,

    /** Creating a task twice is harmless: `created` is false the second time. */
    async create(
      input: Omit<Changed, 'createdAt' | 'enteredStageAt'>,
      telling: Telling,
    ): Promise<{ task: Task; created: boolean }> {
      const now = access.now().toISOString();
      const task = Task.parse(stamp({ ...input, createdAt: now, enteredStageAt: now }, 1));
      const found = await write(undefined, task, telling);
      return found ? { task: found, created: false } : { task, created: true };
    },

    /**
     * Applies a pure transition, whoever else is at it: on a conflict the transition judges the fresh task again.
     * It may throw to refuse, or answer undefined to change nothing.
     *
     * @throws NotFound, and whatever the transition throws
     */
    async change(
      taskId: string,
      transition: (task: Task) => Changed | undefined,
      telling: Telling | ((before: Task, after: Task) => Telling),
      known?: Task,
    ): Promise<{ before: Task; after: Task; isChanged: boolean }> {
      let before = known ?? (await get(taskId));
      for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
        const changed = transition(before);
        if (changed === undefined || changed === before) return { before, after: before, isChanged: false };
        const after = stamp(changed, before.rev + 1);
        const found = await write(
          before,
          after,
          typeof telling === 'function' ? telling(before, after) : telling,
        );
        if (!found) return { before, after, isChanged: true };
        before = found;
      }
      throw new StaleRevision('Several people change this task at once; try again.');
    },

    /** One try on a task as it was read: undefined when somebody was faster. What claiming is made of. */
    async tryChange(before: Task, changed: Changed, telling: Telling): Promise<Task | undefined> {
      const after = stamp(changed, before.rev + 1);
      return (await write(before, after, telling)) ? undefined : after;
    },

    /** A heartbeat: one plain write, as nothing is counted or told. `undefined` when somebody was faster. */
    async touch(before: Task, changed: Changed): Promise<Task | undefined> {
      const after = stamp(changed, before.rev + 1);
      const failed = await writeTransaction(access, [
        {
          Put: {
            TableName: access.table,
            Item: { ...keys.task(after.id), ...writeRecord(format, after), ...taskIndex(after) },
            ConditionExpression: 'rev = :rev',
            ExpressionAttributeValues: { ':rev': before.rev },
          },
        },
      ]);
      return failed ? undefined : after;
    },

    /** The stages where somebody acts in which tasks of the project have rested, of whatever workflow and revision. */
    async listStages(projectId: string): Promise<{ stageId: string; stageKind: StageKind }[]> {
      const { pk } = keys.stageInUse(projectId, '');
      const { items } = await queryPartition(access, { pk }, 1000);
      return items.map((item) => ({
        stageId: String(item.stageId),
        stageKind: StageKind.parse(item.stageKind),
      }));
    },

    /** The head of a stage's queue: highest band first, then the oldest. */
    async listClaimable(projectId: string, stageId: string, limit: number, after?: string) {
      const pk = queueKeys.claimable(projectId, stageId, 0, '', '').gsi1pk;
      const page = await queryPartition(access, { index: 'gsi1', pk }, limit, after);
      return { tasks: page.items.map((item) => readRecord(format, item)), lastKey: page.lastKey };
    },

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
      return queryPartitions(access, partitions, query, (item) => readRecord(format, item), keep);
    },

    /** Every task of one shard, for bulk jobs; the slots of consensus rounds left out. */
    async *listShard(projectId: string, shard: number): AsyncGenerator<Task> {
      const { pk, sk } = keys.taskShard(projectId, shard);
      let after: string | undefined;
      do {
        const page = await queryPartition(access, { pk, skPrefix: sk }, 500, after);
        for (const item of page.items) {
          const task = readRecord(format, item);
          if (task.parentTaskId === undefined) yield task;
        }
        after = page.lastKey;
      } while (after !== undefined);
    },

    /** The slots of a task's consensus rounds, in order. */
    async listSlots(taskId: string): Promise<Task[]> {
      const { pk, sk } = keys.task(taskId);
      const page = await queryPartition(access, { pk, skPrefix: `${sk}~` }, 500);
      return page.items.map((item) => readRecord(format, item));
    },

    /** How many tasks of each stage have which status. */
    counts(projectId: string): Promise<Record<string, Record<string, number>>> {
      return readCounts(access, (index) => keys.countsShard(projectId, index));
    },

    /** Held beyond their lease: for the sweep. */
    async listExpired(shard: number, now: Date): Promise<Task[]> {
      return listDue(queueKeys.leasedShard(shard), now);
    },

    /** On the move since before a time: for the sweep. */
    async listAdvancing(shard: number, before: Date): Promise<Task[]> {
      return listDue(queueKeys.advancingShard(shard), before);
    },

    /** The task's way, the oldest hop first. */
    async listHops(taskId: string): Promise<Hop[]> {
      const { pk, sk } = keys.hops(taskId);
      const { items } = await queryPartition(access, { pk, skPrefix: sk }, 500);
      return items.map((item) => readRecord(hopFormat, item));
    },

    projectOf(taskId: string): string {
      return ownerOf(taskId.split('~')[0]);
    },
  };
}

function isWanted(task: Task, filter: TaskFilter): boolean {
  return (
    task.projectId === filter.projectId &&
    (filter.withSlots === true || task.parentTaskId === undefined || filter.assigneeId !== undefined) &&
    (filter.stageId === undefined || task.stageId === filter.stageId) &&
    (filter.status === undefined || task.status === filter.status) &&
    (filter.assigneeId === undefined || task.assigneeId === filter.assigneeId) &&
    (filter.classId === undefined || task.classIds.includes(filter.classId)) &&
    (filter.imageName === undefined ||
      task.imageName.toLowerCase().includes(filter.imageName.toLowerCase())) &&
    (filter.changedAfter === undefined || task.updatedAt >= filter.changedAfter) &&
    (filter.changedBefore === undefined || task.updatedAt < filter.changedBefore) &&
    (filter.isRejected === undefined || (task.rejection !== undefined) === filter.isRejected)
  );
}

/** The changed fields; of a new task, all of them. */
function changeOf(before: Task | undefined, after: Task): NewAuditEvent['change'] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]) as Set<keyof Task>;
  const change: NonNullable<NewAuditEvent['change']> = {};
  for (const name of names) {
    const [was, is] = [before?.[name], after[name]];
    if (JSON.stringify(was) !== JSON.stringify(is)) change[name] = { before: was ?? null, after: is ?? null };
  }
  return change;
}

/** What a webhook's receiver learns of a task. */
function dataOf(task: Task, telling: Telling): Record<string, unknown> {
  const { id, projectId, assetId, datasetId, imageName, stageId, status, labelRevision, rejection } = task;
  return {
    task: { id, projectId, assetId, datasetId, imageName, stageId, status, labelRevision },
    actor: telling.actor,
    ...(rejection ? { reasons: rejection.reasons } : {}),
  };
}
