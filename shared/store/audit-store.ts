import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { newId } from '../ids.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './page.ts';
import { queryPartition, queryPartitions } from './query-partitions.ts';
import { readRecord, writeRecord } from './record-format.ts';
import { AuditEvent } from './records/audit-event.ts';
import type { TableAccess } from './table-access.ts';

const format = { noun: 'audit event', version: 1, schema: AuditEvent };

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
export type NewAuditEvent = Pick<AuditEvent, 'projectId' | 'actor' | 'action' | 'subjectId'> &
  Partial<Pick<AuditEvent, 'change' | 'details'>>;

/** Days that this process has noted already, so that one write per day and project is enough. */
const notedDays = new Set<string>();

export type AuditStore = ReturnType<typeof auditStore>;

/** The trail of a project: append only, in partitions of one day. */
export function auditStore(access: TableAccess) {
  async function noteDay(projectId: string, at: Date): Promise<void> {
    const day = at.toISOString().slice(0, 10);
    const id = `${access.table} ${projectId} ${day}`;
    if (notedDays.has(id)) return;
    await access.client.send(
      new PutCommand({ TableName: access.table, Item: { ...keys.auditDay(projectId, day), day } }),
    );
    notedDays.add(id);
  }

  return {
    /** The event as an action for the transaction that does what it tells. */
    async append(event: NewAuditEvent): Promise<Action> {
      const at = access.now();
      await noteDay(event.projectId, at);
      const id = newId(at);
      const record: AuditEvent = { change: {}, details: {}, ...event, id, at: at.toISOString() };
      const item = { ...keys.auditEvent(event.projectId, at, id), ...writeRecord(format, record) };
      return { Put: { TableName: access.table, Item: item } };
    },

    /** For what is done by a single write of another store: written right after it. */
    async record(event: NewAuditEvent): Promise<void> {
      const { Put } = await this.append(event);
      if (Put) await access.client.send(new PutCommand(Put));
    },

    /** The newest first. */
    async list(
      query: PageRequest & { projectId: string; subjectId?: string; actor?: string },
    ): Promise<Page<AuditEvent>> {
      const { pk, sk } = keys.auditDay(query.projectId, '');
      const days = await queryPartition(access, { pk, skPrefix: sk, descending: true }, 1000);
      // A page token counts partitions from the oldest day, so that a new day does not shift it.
      const partitions = days.items
        .map((item) => ({ pk: `AUDIT#${query.projectId}#${String(item.day)}`, descending: true }))
        .toReversed();
      return queryPartitions(
        access,
        partitions,
        query,
        (item) => readRecord(format, item),
        (event) =>
          (query.subjectId === undefined || event.subjectId === query.subjectId) &&
          (query.actor === undefined || event.actor === query.actor),
        { lastPartitionFirst: true },
      );
    },

    /** Everything, the oldest first: for a replay. */
    async *replay(projectId: string): AsyncGenerator<AuditEvent> {
      const { pk, sk } = keys.auditDay(projectId, '');
      const days = await queryPartition(access, { pk, skPrefix: sk }, 1000);
      for (const { day } of days.items) {
        let after: string | undefined;
        do {
          const page = await queryPartition(access, { pk: `AUDIT#${projectId}#${String(day)}` }, 500, after);
          for (const item of page.items) yield readRecord(format, item);
          after = page.lastKey;
        } while (after !== undefined);
      }
    },
  };
}
