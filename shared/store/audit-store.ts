import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { newId } from '../ids.ts';
import { keys } from './keys.ts';
import { decodePageToken, DEFAULT_PAGE_SIZE, encodePageToken } from './table/page.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryMerged } from './table/query-merged.ts';
import { queryPartition } from './table/query-partitions.ts';
import { readRecord, writeRecord } from './table/record-format.ts';
import { AuditEvent } from './records/audit-event.ts';
import type { TableAccess } from './table/table-access.ts';

const format = { noun: 'audit event', version: 1, schema: AuditEvent };

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
export type NewAuditEvent = Pick<AuditEvent, 'projectId' | 'actor' | 'action' | 'subjectId'> &
  Partial<Pick<AuditEvent, 'change' | 'details'>>;

/** What one list may read before it answers with what it has and a token. */
const MOST_READS = 64;

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

  /** The oldest first. */
  async function daysOf(projectId: string): Promise<string[]> {
    const { pk, sk } = keys.auditDay(projectId, '');
    const { items } = await queryPartition(access, { pk, skPrefix: sk }, 1000);
    return items.map(({ day }) => String(day));
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
      const days = await daysOf(query.projectId);
      const limit = query.limit ?? DEFAULT_PAGE_SIZE;
      const items: AuditEvent[] = [];
      // A page token counts days from the oldest one, so that a new day does not shift it.
      let { partition: day, after } =
        query.pageToken === undefined
          ? { partition: days.length - 1, after: undefined }
          : decodePageToken(query.pageToken);
      for (let reads = 0; days[day] !== undefined && reads < MOST_READS; reads++) {
        const partitions = keys.auditPartitions(query.projectId, days[day]);
        const answer = await queryMerged(access, partitions, Math.max(limit, 25), {
          after,
          descending: true,
        });
        for (const item of answer.items) {
          const event = readRecord(format, item);
          after = String(item.sk);
          if (query.subjectId !== undefined && event.subjectId !== query.subjectId) continue;
          if (query.actor !== undefined && event.actor !== query.actor) continue;
          items.push(event);
          if (items.length < limit) continue;
          const isLast = day === 0 && answer.lastKey === undefined && item === answer.items.at(-1);
          return isLast ? { items } : { items, nextPageToken: encodePageToken({ partition: day, after }) };
        }
        after = answer.lastKey;
        if (after === undefined) day--;
      }
      return days[day] === undefined
        ? { items }
        : { items, nextPageToken: encodePageToken({ partition: day, after }) };
    },

    /** Everything, the oldest first: for a replay. */
    async *replay(projectId: string): AsyncGenerator<AuditEvent> {
      for (const day of await daysOf(projectId)) {
        const partitions = keys.auditPartitions(projectId, day);
        let after: string | undefined;
        do {
          const page = await queryMerged(access, partitions, 500, { after });
          for (const item of page.items) yield readRecord(format, item);
          after = page.lastKey;
        } while (after !== undefined);
      }
    },
  };
}
