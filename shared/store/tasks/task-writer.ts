import { NotFound, StaleRevision } from '../../errors.ts';
import type { Task } from '../../workflow/task.ts';
import { auditStore } from '../audit-store.ts';
import type { NewAuditEvent } from '../audit-store.ts';
import { countChange } from '../counts/count-change.ts';
import { keys } from '../keys.ts';
import { writeRecord } from '../table/record-format.ts';
import type { TableAccess } from '../table/table-access.ts';
import { webhookStore } from '../webhook-store.ts';
import { writeTransaction } from '../table/write-transaction.ts';
import { eventOfTask } from './event-of-task.ts';
import { stagesInUse } from './stages-in-use.ts';
import { taskHops } from './task-hops.ts';
import { taskIndex } from './task-index.ts';
import { readTask, TASK_RECORD } from './task-record.ts';
import type { Telling, TransactAction } from './telling.ts';

/** Writes one task on the condition that it is still as it was read. */
export function taskWriter(access: TableAccess) {
  const audit = auditStore(access);
  const webhooks = webhookStore(access);
  const hops = taskHops(access);
  const stages = stagesInUse(access);

  function put(before: Task | undefined, after: Task): TransactAction {
    return {
      Put: {
        TableName: access.table,
        Item: { ...keys.task(after.id), ...writeRecord(TASK_RECORD, after), ...taskIndex(after) },
        ConditionExpression: before ? 'rev = :rev' : 'attribute_not_exists(pk)',
        ...(before ? { ExpressionAttributeValues: { ':rev': before.rev } } : {}),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    };
  }

  function counters(before: Task | undefined, after: Task): TransactAction[] {
    const key = (task: Task) => keys.counts(task.projectId, task.id, task.stageId);
    if (before?.stageId === after.stageId)
      return countChange(access.table, key(after), before.status, after.status);
    return [
      ...(before ? countChange(access.table, key(before), before.status, undefined) : []),
      ...countChange(access.table, key(after), undefined, after.status),
    ];
  }

  return {
    /**
     * The task, its counters, its audit event and who listens: all or nothing. Answers the found task when somebody
     * was faster. The slots of a consensus round are neither counted nor announced.
     *
     * @throws NotFound, StaleRevision
     */
    async write(before: Task | undefined, after: Task, telling: Telling): Promise<Task | undefined> {
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
      if (before?.stageId !== after.stageId) await stages.note(after);
      const told = isSlot ? undefined : eventOfTask(before, after, telling.action, telling.isNotified);
      const failed = await writeTransaction(access, [
        put(before, after),
        ...(isSlot ? [] : counters(before, after)),
        await audit.append(event),
        ...(telling.hop ? [hops.put({ ...telling.hop, taskId: after.id, rev: after.rev, at })] : []),
        ...(before ? (telling.more?.(before, after) ?? []) : []),
        ...(told ? await webhooks.announce(after.projectId, told, dataOf(after, telling)) : []),
      ]);
      if (!failed) return undefined;
      if (failed.action === 0 && failed.found) return readTask(failed.found);
      if (failed.action === 0) throw new NotFound('task', after.id);
      throw new StaleRevision('Something that this change rests on has changed; read it again and repeat.');
    },

    /** The task alone, with nothing counted or told. Answers whether it was still as it was read. */
    async rewrite(before: Task, after: Task): Promise<boolean> {
      return (await writeTransaction(access, [put(before, after)])) === undefined;
    },
  };
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
