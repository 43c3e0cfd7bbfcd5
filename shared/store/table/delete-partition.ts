import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Key } from '../keys.ts';
import { queryPartition } from './query-partitions.ts';
import type { Partition } from './query-partitions.ts';
import type { TableAccess } from './table-access.ts';

/** What one batch may hold. */
const BATCH = 25;
const MOST_TRIES = 8;

/** Deletes the items of one partition of the table, except those to `keep`. Doing it twice is harmless. */
export async function deletePartition(
  access: TableAccess,
  partition: Omit<Partition, 'index' | 'descending'>,
  keep: (sk: string) => boolean = () => false,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await queryPartition(access, partition, 500, after);
    const gone = page.items.map((item) => ({ pk: String(item.pk), sk: String(item.sk) }));
    await deleteAll(
      access,
      gone.filter(({ sk }) => !keep(sk)),
    );
    after = page.lastKey;
  } while (after !== undefined);
}

async function deleteAll(access: TableAccess, found: Key[]): Promise<void> {
  for (let i = 0; i < found.length; i += BATCH) {
    let requests = found.slice(i, i + BATCH).map((Key) => ({ DeleteRequest: { Key } }));
    for (let attempt = 1; requests.length > 0; attempt++) {
      if (attempt > MOST_TRIES) throw new Error('The table takes no more deletions for now; try again.');
      const { UnprocessedItems } = await access.client.send(
        new BatchWriteCommand({ RequestItems: { [access.table]: requests } }),
      );
      requests = (UnprocessedItems?.[access.table] ?? []) as typeof requests;
      if (requests.length > 0) await sleep(Math.random() * 20 * 2 ** attempt);
    }
  }
}
