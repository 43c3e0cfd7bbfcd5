import { AlreadyExists, NotFound } from '../errors.ts';
import { createRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { Snapshot } from './records/snapshot.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';

const format = { noun: 'snapshot', version: 1, schema: Snapshot };

type Sealing = Pick<Snapshot, 'counts' | 'sha256' | 'manifestKey' | 'splits'>;

export type SnapshotStore = ReturnType<typeof snapshotStore>;

export function snapshotStore(access: TableAccess) {
  async function finish(snapshotId: string, change: (current: Snapshot) => Snapshot): Promise<Snapshot> {
    const snapshot = await updateRecord(access, format, keys.snapshot(snapshotId), (current) =>
      current.status === 'freezing' ? change(current) : current,
    );
    if (!snapshot) throw new NotFound('snapshot', snapshotId);
    return snapshot;
  }

  return {
    /** The id must be `<projectId>.<own>`. @throws AlreadyExists */
    async create(input: Omit<Snapshot, 'status' | 'counts' | 'createdAt'>): Promise<Snapshot> {
      const snapshot: Snapshot = {
        ...input,
        status: 'freezing',
        counts: {},
        createdAt: access.now().toISOString(),
      };
      if (!(await createRecord(access, format, keys.snapshot(snapshot.id), snapshot))) {
        throw new AlreadyExists('snapshot', snapshot.id);
      }
      return snapshot;
    },

    /** @throws NotFound */
    async get(snapshotId: string): Promise<Snapshot> {
      const snapshot = await getRecord(access, format, keys.snapshot(snapshotId));
      if (!snapshot) throw new NotFound('snapshot', snapshotId);
      return snapshot;
    },

    /** The newest first. */
    list(query: PageRequest & { projectId: string }): Promise<Page<Snapshot>> {
      const { pk, sk } = keys.snapshot(`${query.projectId}.`);
      const partition = { pk, skPrefix: sk, descending: true };
      return queryPartitions(access, [partition], query, (item) => readRecord(format, item));
    },

    /** Once: a sealed snapshot is answered as it is. */
    seal(snapshotId: string, sealing: Sealing): Promise<Snapshot> {
      const sealedAt = access.now().toISOString();
      return finish(snapshotId, (current) => ({ ...current, ...sealing, status: 'sealed', sealedAt }));
    },

    fail(snapshotId: string): Promise<Snapshot> {
      return finish(snapshotId, (current) => ({ ...current, status: 'failed' }));
    },
  };
}
