import { AlreadyExists, NotFound } from '../errors.ts';
import { createRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { PredictionSet } from './records/prediction-set.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';

const format = { noun: 'prediction set', version: 1, schema: PredictionSet };

export type PredictionSetStore = ReturnType<typeof predictionSetStore>;

export function predictionSetStore(access: TableAccess) {
  return {
    /** The id must be `<projectId>.<own>`. @throws AlreadyExists */
    async create(input: Omit<PredictionSet, 'status' | 'branch' | 'createdAt'>): Promise<PredictionSet> {
      const set: PredictionSet = {
        ...input,
        branch: `prediction/${input.id.slice(input.projectId.length + 1)}`,
        status: 'waiting',
        createdAt: access.now().toISOString(),
      };
      if (!(await createRecord(access, format, keys.predictionSet(set.id), set)))
        throw new AlreadyExists('prediction set', set.id);
      return set;
    },

    /** @throws NotFound */
    async get(predictionSetId: string): Promise<PredictionSet> {
      const set = await getRecord(access, format, keys.predictionSet(predictionSetId));
      if (!set) throw new NotFound('prediction set', predictionSetId);
      return set;
    },

    /** The newest first. */
    list(query: PageRequest & { projectId: string }): Promise<Page<PredictionSet>> {
      const { pk, sk } = keys.predictionSet(`${query.projectId}.`);
      const partition = { pk, skPrefix: sk, descending: true };
      return queryPartitions(access, [partition], query, (item) => readRecord(format, item));
    },

    /** Its predictions are on their branches. @throws NotFound */
    async seal(predictionSetId: string, counts: PredictionSet['counts']): Promise<PredictionSet> {
      const key = keys.predictionSet(predictionSetId);
      const set = await updateRecord(access, format, key, (current): PredictionSet => ({
        ...current,
        status: 'ready',
        counts,
      }));
      if (!set) throw new NotFound('prediction set', predictionSetId);
      return set;
    },
  };
}
