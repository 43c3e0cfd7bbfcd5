import { SHARD_COUNT } from '../keys.ts';
import type { Key } from '../keys.ts';
import { queryPartition } from '../table/query-partitions.ts';
import type { TableAccess } from '../table/table-access.ts';

/** Sums counter items over all shards: `{ [what the sort key ends with]: { [status]: n } }`; zeros are left out. */
export async function readCounts(
  access: TableAccess,
  shardKey: (index: number) => Key,
): Promise<Record<string, Record<string, number>>> {
  const totals: Record<string, Record<string, number>> = {};
  const shards = await Promise.all(
    Array.from({ length: SHARD_COUNT }, (_, index) => {
      const { pk, sk } = shardKey(index);
      return queryPartition(access, { pk, skPrefix: sk }, 1000).then(({ items }) => ({ items, prefix: sk }));
    }),
  );
  for (const { items, prefix } of shards) {
    for (const item of items) {
      const name = String(item.sk).slice(prefix.length);
      const total = (totals[name === '' ? 'ASSETS' : name] ??= {});
      for (const [field, value] of Object.entries(item)) {
        if (!field.startsWith('n_') || value === 0) continue;
        const status = field.slice(2);
        total[status] = (total[status] ?? 0) + Number(value);
      }
    }
  }
  return totals;
}
