import { AlreadyExists, NotFound } from '../errors.ts';
import { createRecord, deleteRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { Dataset } from './records/dataset.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';

const format = { noun: 'dataset', version: 1, schema: Dataset };

export type DatasetStore = ReturnType<typeof datasetStore>;

export function datasetStore(access: TableAccess) {
  return {
    /** @throws AlreadyExists when the id is taken. */
    async create(dataset: Omit<Dataset, 'createdAt' | 'updatedAt'>): Promise<Dataset> {
      const now = access.now().toISOString();
      const record = { ...dataset, createdAt: now, updatedAt: now };
      if (!(await createRecord(access, format, keys.dataset(dataset.id), record))) {
        throw new AlreadyExists('dataset', dataset.id);
      }
      return record;
    },

    find(datasetId: string): Promise<Dataset | undefined> {
      return getRecord(access, format, keys.dataset(datasetId));
    },

    /** @throws NotFound */
    async get(datasetId: string): Promise<Dataset> {
      const dataset = await getRecord(access, format, keys.dataset(datasetId));
      if (!dataset) throw new NotFound('dataset', datasetId);
      return dataset;
    },

    list(request: PageRequest = {}): Promise<Page<Dataset>> {
      const partition = { pk: 'DATASETS', skPrefix: 'DATASET#' };
      return queryPartitions(access, [partition], request, (item) => readRecord(format, item));
    },

    /** @throws NotFound */
    async update(
      datasetId: string,
      change: Partial<Pick<Dataset, 'name' | 'description' | 'source'>>,
    ): Promise<Dataset> {
      const updatedAt = access.now().toISOString();
      const updated = await updateRecord(access, format, keys.dataset(datasetId), (current) => ({
        ...current,
        ...change,
        updatedAt,
      }));
      if (!updated) throw new NotFound('dataset', datasetId);
      return updated;
    },

    /** Only the name of the set: its assets are removed one by one before. */
    remove(datasetId: string): Promise<boolean> {
      return deleteRecord(access, keys.dataset(datasetId));
    },
  };
}
