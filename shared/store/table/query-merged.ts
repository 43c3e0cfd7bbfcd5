import { queryPartition } from './query-partitions.ts';
import type { TableAccess } from './table-access.ts';

type Stored = Record<string, unknown>;

/**
 * The next items of several partitions as if they were one, ordered by sort key: for what is written too often for one
 * partition and is read in order. Sort keys must differ between all of them.
 */
export async function queryMerged(
  access: TableAccess,
  pks: string[],
  limit: number,
  { after, descending = false }: { after?: string; descending?: boolean } = {},
): Promise<{ items: Stored[]; lastKey?: string }> {
  const answers = await Promise.all(
    pks.map((pk) => queryPartition(access, { pk, descending }, limit, after)),
  );
  const isBefore = (a: string, b: string): boolean => (descending ? a > b : a < b);
  // A partition that has more may hold anything beyond its last key; what others have there must wait.
  let end: string | undefined;
  for (const { lastKey } of answers) {
    if (lastKey !== undefined && (end === undefined || isBefore(lastKey, end))) end = lastKey;
  }
  const all = answers
    .flatMap(({ items }) => items)
    .filter(({ sk }) => end === undefined || !isBefore(end, String(sk)))
    .sort((a, b) => (isBefore(String(a.sk), String(b.sk)) ? -1 : 1));
  const items = all.slice(0, limit);
  const isDone = end === undefined && all.length <= limit;
  return { items, ...(isDone || items.length === 0 ? {} : { lastKey: String(items[items.length - 1].sk) }) };
}
