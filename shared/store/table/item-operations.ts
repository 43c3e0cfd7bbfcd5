import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditionalWrite } from './conditional-write.ts';
import type { Key } from '../keys.ts';
import { readRecord, writeRecord } from './record-format.ts';
import type { RecordFormat } from './record-format.ts';
import type { TableAccess } from './table-access.ts';

type Extra = Record<string, unknown>;

/** The record at a key, or undefined. */
export async function getRecord<T>(
  access: TableAccess,
  format: RecordFormat<T>,
  key: Key,
): Promise<T | undefined> {
  const { Item } = await access.client.send(
    new GetCommand({ TableName: access.table, Key: key, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : readRecord(format, Item);
}

/** Writes a record that is not there yet; `false` when there is one already. `extra`: index keys and `ttl`. */
export function createRecord<T extends object>(
  access: TableAccess,
  format: RecordFormat<T>,
  key: Key,
  value: T,
  extra: Extra = {},
): Promise<boolean> {
  return conditionalWrite(
    async () => {
      await access.client.send(
        new PutCommand({
          TableName: access.table,
          Item: { ...key, ...writeRecord(format, value), ...extra },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return true;
    },
    () => false,
  );
}

/** Writes a record, whatever was there. */
export async function putRecord<T extends object>(
  access: TableAccess,
  format: RecordFormat<T>,
  key: Key,
  value: T,
  extra: Extra = {},
): Promise<void> {
  await access.client.send(
    new PutCommand({ TableName: access.table, Item: { ...key, ...writeRecord(format, value), ...extra } }),
  );
}

/** Deletes what is there; `false` when nothing was. */
export async function deleteRecord(access: TableAccess, key: Key): Promise<boolean> {
  const { Attributes } = await access.client.send(
    new DeleteCommand({ TableName: access.table, Key: key, ReturnValues: 'ALL_OLD' }),
  );
  return Attributes !== undefined;
}
