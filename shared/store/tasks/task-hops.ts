import { keys } from '../keys.ts';
import { queryPartition } from '../table/query-partitions.ts';
import { readRecord, writeRecord } from '../table/record-format.ts';
import { Hop } from '../records/hop.ts';
import type { TableAccess } from '../table/table-access.ts';
import type { TransactAction } from './telling.ts';

const format = { noun: 'hop', version: 1, schema: Hop };

/** The steps that a task took through its workflow. */
export function taskHops(access: TableAccess) {
  return {
    /** Written in the transaction that moves the task. */
    put(hop: Hop): TransactAction {
      const Item = { ...keys.hop(hop.taskId, hop.rev), ...writeRecord(format, hop) };
      return { Put: { TableName: access.table, Item } };
    },

    /** The task's way, the oldest hop first. */
    async list(taskId: string): Promise<Hop[]> {
      const { pk, sk } = keys.hops(taskId);
      const { items } = await queryPartition(access, { pk, skPrefix: sk }, 500);
      return items.map((item) => readRecord(format, item));
    },
  };
}
