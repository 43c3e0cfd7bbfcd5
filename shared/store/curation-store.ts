import { NotFound } from '../errors.ts';
import { createRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { Curation } from './records/curation.ts';
import type { TableAccess } from './table/table-access.ts';

const format = { noun: 'curation', version: 1, schema: Curation };

export type CurationStore = ReturnType<typeof curationStore>;

export function curationStore(access: TableAccess) {
  return {
    /** The id is that of its job; done twice, the first stays. */
    async create(input: Omit<Curation, 'createdAt'>): Promise<void> {
      const curation = { ...input, createdAt: access.now().toISOString() };
      await createRecord(access, format, keys.curation(input.id), curation);
    },

    /** @throws NotFound */
    async get(curationId: string): Promise<Curation> {
      const curation = await getRecord(access, format, keys.curation(curationId));
      if (!curation) throw new NotFound('curation', curationId);
      return curation;
    },

    /** The newest first. */
    list(query: PageRequest & { projectId: string }): Promise<Page<Curation>> {
      const { pk, sk } = keys.curation(`${query.projectId}.`);
      const partition = { pk, skPrefix: sk, descending: true };
      return queryPartitions(access, [partition], query, (item) => readRecord(format, item));
    },
  };
}
