import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { StaleRevision } from '../../errors.ts';
import { conditionalWrite } from './conditional-write.ts';
import type { Key } from '../keys.ts';
import { readRecord, writeRecord } from './record-format.ts';
import type { RecordFormat } from './record-format.ts';
import type { TableAccess } from './table-access.ts';

const MOST_TRIES = 20;

/**
 * Reads, changes and writes back a record unless somebody was faster; then it starts over with the fresh one. The
 * hidden attribute `writes` counts the changes: times can repeat within a millisecond. `change` must be pure; it may
 * throw to refuse, or answer what it was given to change nothing. Answers undefined when there is no record.
 */
export async function updateRecord<T extends object>(
  access: TableAccess,
  format: RecordFormat<T>,
  key: Key,
  change: (current: T) => T,
  extra: (value: T) => Record<string, unknown> = () => ({}),
): Promise<T | undefined> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const read = new GetCommand({ TableName: access.table, Key: key, ConsistentRead: true });
    const { Item } = await access.client.send(read);
    if (Item === undefined) return undefined;
    const current = readRecord(format, Item);
    const next = change(current);
    if (next === current) return current;
    const writes = Number(Item.writes ?? 0);
    const index = Object.fromEntries(
      Object.entries(Item).filter(([name]) => name.startsWith('gsi') || name === 'ttl'),
    );
    const put = new PutCommand({
      TableName: access.table,
      Item: { ...key, ...index, ...writeRecord(format, next), ...extra(next), writes: writes + 1 },
      ConditionExpression:
        writes === 0 ? 'attribute_exists(pk) AND attribute_not_exists(writes)' : 'writes = :writes',
      ...(writes === 0 ? {} : { ExpressionAttributeValues: { ':writes': writes } }),
    });
    const isWritten = await conditionalWrite(
      async () => {
        await access.client.send(put);
        return true;
      },
      () => false,
    );
    if (isWritten) return next;
  }
  throw new StaleRevision(`The ${format.noun} is being changed by several people at once; try again.`);
}
