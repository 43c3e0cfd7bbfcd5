import { NotFound } from '../errors.ts';
import { createRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import { Evaluation } from './records/evaluation.ts';
import type { TableAccess } from './table/table-access.ts';

const format = { noun: 'evaluation', version: 1, schema: Evaluation };

export type EvaluationStore = ReturnType<typeof evaluationStore>;

export function evaluationStore(access: TableAccess) {
  return {
    /** The id is that of its job; done twice, the first stays. */
    async create(input: Omit<Evaluation, 'createdAt'>): Promise<void> {
      const evaluation = { ...input, createdAt: access.now().toISOString() };
      await createRecord(access, format, keys.evaluation(input.id), evaluation);
    },

    /** @throws NotFound */
    async get(evaluationId: string): Promise<Evaluation> {
      const evaluation = await getRecord(access, format, keys.evaluation(evaluationId));
      if (!evaluation) throw new NotFound('evaluation', evaluationId);
      return evaluation;
    },

    /** The newest first. */
    list(query: PageRequest & { projectId: string }): Promise<Page<Evaluation>> {
      const { pk, sk } = keys.evaluation(`${query.projectId}.`);
      const partition = { pk, skPrefix: sk, descending: true };
      return queryPartitions(access, [partition], query, (item) => readRecord(format, item));
    },
  };
}
