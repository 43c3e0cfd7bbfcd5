import { AlreadyExists, NotFound } from '../errors.ts';
import { createRecord, deleteRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { Collection } from './records/collection.ts';
import type { TableAccess } from './table/table-access.ts';

const format = { noun: 'collection', version: 1, schema: Collection };

export type CollectionStore = ReturnType<typeof collectionStore>;

export function collectionStore(access: TableAccess) {
  return {
    /** The id must be `<projectId>.<own>`; up to 5,000 images, so that it fits one item. @throws AlreadyExists */
    async create(input: Omit<Collection, 'createdAt'>): Promise<Collection> {
      const collection = { ...input, createdAt: access.now().toISOString() };
      if (!(await createRecord(access, format, keys.collection(input.id), collection)))
        throw new AlreadyExists('collection', input.id);
      return collection;
    },

    /** @throws NotFound */
    async get(collectionId: string): Promise<Collection> {
      const collection = await getRecord(access, format, keys.collection(collectionId));
      if (!collection) throw new NotFound('collection', collectionId);
      return collection;
    },

    /** The newest first. */
    list(query: PageRequest & { projectId: string }): Promise<Page<Collection>> {
      const { pk, sk } = keys.collection(`${query.projectId}.`);
      const partition = { pk, skPrefix: sk, descending: true };
      return queryPartitions(access, [partition], query, (item) => readRecord(format, item));
    },

    /** The images stay. `false`: there was none. */
    remove(collectionId: string): Promise<boolean> {
      return deleteRecord(access, keys.collection(collectionId));
    },
  };
}
