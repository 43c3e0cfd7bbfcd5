import { NotFound } from '../errors.ts';
import { countChange } from './counts/count-change.ts';
import { getRecord } from './table/item-operations.ts';
import { keys, queueKeys, SHARD_COUNT } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartition, queryPartitions } from './table/query-partitions.ts';
import { readCounts } from './counts/read-counts.ts';
import { readRecord, writeRecord } from './table/record-format.ts';
import { Asset } from './records/asset.ts';
import type { AssetStatus } from './records/asset.ts';
import { projectStore } from './project-store.ts';
import type { TableAccess } from './table/table-access.ts';
import { webhookStore } from './webhook-store.ts';
import { writeTransaction } from './table/write-transaction.ts';

/** A transaction holds 100 actions. */
const MOST_TOLD = 90;

const format = { noun: 'asset', version: 1, schema: Asset };

/** `unchanged`: the same bytes with the same verdict were there already, so nothing was written. */
export type AssetWrite = { outcome: 'created' | 'replaced' | 'unchanged'; asset: Asset };

export type AssetStore = ReturnType<typeof assetStore>;

export function assetStore(access: TableAccess) {
  const projects = projectStore(access);
  const webhooks = webhookStore(access);

  async function find(assetId: string): Promise<Asset | undefined> {
    return getRecord(access, format, keys.asset(assetId));
  }

  /** In the transaction of the verdict itself, for every project that uses the dataset. */
  async function announceQuarantine(asset: Asset) {
    const { id, datasetId, key, reason, reasonCode } = asset;
    const found = await projects.listOfDataset(datasetId);
    const actions = await Promise.all(
      found.map((project) =>
        webhooks.announce(project.id, 'image.quarantined', {
          asset: { id, datasetId, key, reason, reasonCode },
        }),
      ),
    );
    return actions.flat().slice(0, MOST_TOLD);
  }

  /** Puts the asset and moves the dataset's counters in one transaction; starts over when somebody was faster. */
  async function write(asset: Asset, isSame: (current: Asset) => boolean): Promise<AssetWrite> {
    for (;;) {
      const current = await find(asset.id);
      if (current && isSame(current)) return { outcome: 'unchanged', asset: current };
      const now = access.now().toISOString();
      const record: Asset = {
        ...asset,
        createdAt: current?.createdAt ?? now,
        updatedAt: now,
        writes: (current?.writes ?? 0) + 1,
      };
      const queue = record.status === 'quarantined' ? queueKeys.quarantined(asset.id) : {};
      const told = record.status === 'quarantined' ? await announceQuarantine(record) : [];
      const failed = await writeTransaction(access, [
        {
          Put: {
            TableName: access.table,
            Item: { ...keys.asset(asset.id), ...writeRecord(format, record), ...queue },
            ConditionExpression: current ? 'writes = :writes' : 'attribute_not_exists(pk)',
            ...(current ? { ExpressionAttributeValues: { ':writes': current.writes } } : {}),
          },
        },
        ...countChange(
          access.table,
          keys.assetCounts(asset.datasetId, asset.id),
          current?.status,
          record.status,
        ),
        ...told,
      ]);
      if (!failed) return { outcome: current ? 'replaced' : 'created', asset: record };
    }
  }

  return {
    find,

    /** @throws NotFound */
    async get(assetId: string): Promise<Asset> {
      const asset = await find(assetId);
      if (!asset) throw new NotFound('image', assetId);
      return asset;
    },

    /** Registers or quarantines, by `asset.status`. The same bytes twice change nothing. */
    register(asset: Omit<Asset, 'createdAt' | 'updatedAt' | 'writes'>): Promise<AssetWrite> {
      return write({ ...asset, createdAt: '', updatedAt: '', writes: 0 }, (current) => {
        return (
          current.sha256 === asset.sha256 &&
          current.status === asset.status &&
          current.reasonCode === asset.reasonCode &&
          current.etag === asset.etag
        );
      });
    },

    /** The file is gone; the record stays, for tasks and labels that name it. `undefined`: there was none. */
    async remove(assetId: string): Promise<AssetWrite | undefined> {
      const current = await find(assetId);
      if (!current) return undefined;
      return write({ ...current, status: 'removed' }, (asset) => asset.status === 'removed');
    },

    /** Ordered by shard, then id: stable while assets come and go. */
    list(query: PageRequest & { datasetId: string; status?: AssetStatus }): Promise<Page<Asset>> {
      const read = (item: Record<string, unknown>) => readRecord(format, item);
      if (query.status === 'quarantined') {
        const pk = queueKeys.quarantinedOf(query.datasetId);
        return queryPartitions(access, [{ index: 'gsi1', pk, skPrefix: 'ASSET#' }], query, read);
      }
      const partitions = Array.from({ length: SHARD_COUNT }, (_, index) => {
        const { pk, sk } = keys.assetShard(query.datasetId, index);
        return { pk, skPrefix: sk };
      });
      const wanted = (asset: Asset) =>
        query.status === undefined ? asset.status !== 'removed' : asset.status === query.status;
      return queryPartitions(access, partitions, query, read, wanted);
    },

    /** Every asset of one shard in the order of their ids, for bulk jobs; `afterId`: only those that come after it. */
    async *listShard(datasetId: string, shard: number, afterId?: string): AsyncGenerator<Asset> {
      const { pk, sk } = keys.assetShard(datasetId, shard);
      let after = afterId === undefined ? undefined : keys.asset(afterId).sk;
      do {
        const page = await queryPartition(access, { pk, skPrefix: sk }, 500, after);
        for (const item of page.items) yield readRecord(format, item);
        after = page.lastKey;
      } while (after !== undefined);
    },

    /** How many assets have which status. */
    async counts(datasetId: string): Promise<Record<AssetStatus, number>> {
      const counts = await readCounts(access, (index) => keys.assetCountsShard(datasetId, index));
      return { ready: 0, quarantined: 0, removed: 0, ...counts.ASSETS };
    },
  };
}
