import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { decodePageToken, DEFAULT_PAGE_SIZE, encodePageToken, foreignPageToken } from './page.ts';
import type { Page, PageRequest } from './page.ts';
import type { TableAccess } from './table-access.ts';

/** One partition to read: of the table, or of an index. */
export interface Partition {
  pk: string;
  skPrefix?: string;
  /** Inclusive upper end of the sort key, for "due by now". */
  skUntil?: string;
  index?: 'gsi1' | 'gsi2';
  descending?: boolean;
}

type Stored = Record<string, unknown>;

/** What one list may read before it answers with what it has and a token. */
const MOST_READS = 64;

/** Reads up to `limit` items of one partition after a sort key. `lastKey` is missing when the partition is done. */
export async function queryPartition(
  access: TableAccess,
  partition: Partition,
  limit: number,
  after?: string,
): Promise<{ items: Stored[]; lastKey?: string }> {
  const pkName = partition.index ? `${partition.index}pk` : 'pk';
  const skName = partition.index ? `${partition.index}sk` : 'sk';
  // The exclusive start is a condition on the sort key and not an ExclusiveStartKey: the item may be gone by now, and
  // an index needs the table's keys as well. `begins_with` and `>` cannot be combined, so the prefix becomes a range.
  const prefix = partition.skPrefix ?? '';
  const low = after === undefined || partition.descending ? prefix : `${after}\u0000`;
  let high = partition.skUntil ?? `${prefix}\uffff`;
  if (partition.descending && after !== undefined) high = after;
  const { Items = [], LastEvaluatedKey } = await access.client.send(
    new QueryCommand({
      TableName: access.table,
      IndexName: partition.index,
      KeyConditionExpression:
        low === '' ? '#pk = :pk AND #sk <= :high' : '#pk = :pk AND #sk BETWEEN :low AND :high',
      ExpressionAttributeNames: { '#pk': pkName, '#sk': skName },
      ExpressionAttributeValues: {
        ':pk': partition.pk,
        ':high': high,
        ...(low === '' ? {} : { ':low': low }),
      },
      Limit: limit + 1,
      ScanIndexForward: !partition.descending,
    }),
  );
  const fresh =
    partition.descending && after !== undefined ? Items.filter((item) => item[skName] !== after) : Items;
  const items = fresh.slice(0, limit);
  // A page also ends after 1 MB, with fewer items than asked for.
  const done = fresh.length <= limit && LastEvaluatedKey === undefined;
  return {
    items,
    ...(done || items.length === 0 ? {} : { lastKey: String(items[items.length - 1][skName]) }),
  };
}

/**
 * A page over several partitions, one after the other: ordered by partition, then by sort key. Both are fixed for an
 * item, so that pages stay stable while the items change. `keep` filters after reading.
 */
export async function queryPartitions<T>(
  access: TableAccess,
  partitions: Partition[],
  request: PageRequest,
  read: (item: Stored) => T,
  keep: (value: T) => boolean = () => true,
): Promise<Page<T>> {
  const limit = request.limit ?? DEFAULT_PAGE_SIZE;
  const last = partitions.length - 1;
  const items: T[] = [];
  let { partition, after } = decodePageToken(request.pageToken);
  requireWithin(partitions[partition], after);
  for (let reads = 0; partitions[partition] !== undefined && reads < MOST_READS; reads++) {
    const { index } = partitions[partition];
    const answer = await queryPartition(access, partitions[partition], Math.max(limit, 25), after);
    for (const item of answer.items) {
      const value = read(item);
      after = String(item[index ? `${index}sk` : 'sk']);
      if (!keep(value)) continue;
      items.push(value);
      if (items.length === limit) {
        const isLast = partition === last && answer.lastKey === undefined && item === answer.items.at(-1);
        return isLast ? { items } : { items, nextPageToken: encodePageToken({ partition, after }) };
      }
    }
    after = answer.lastKey;
    if (after === undefined) partition++;
  }
  return partitions[partition] === undefined
    ? { items }
    : { items, nextPageToken: encodePageToken({ partition, after }) };
}

/** A token of another list would begin outside of this one: before it lie records that are none of its business. */
function requireWithin(partition: Partition | undefined, after: string | undefined): void {
  if (after === undefined || partition === undefined) return;
  const prefix = partition.skPrefix ?? '';
  if (!after.startsWith(prefix) || after.startsWith(`${prefix}\uffff`)) throw foreignPageToken();
}
