import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from './keys.ts';
import { queryPartition } from './table/query-partitions.ts';
import type { TableAccess } from './table/table-access.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** How one annotator's labels agreed with those of others in consensus rounds of a project. */
export interface MeasuredAgreement {
  userId: string;
  rounds: number;
  /** Of the agreement of each round, 0–1. */
  sum: number;
}

export type AgreementStore = ReturnType<typeof agreementStore>;

/** Added up as rounds are resolved, in the transaction that moves the task on. */
export function agreementStore(access: TableAccess) {
  const agreementOf = (userId: string, item?: Record<string, unknown>): MeasuredAgreement => ({
    userId,
    rounds: Number(item?.rounds ?? 0),
    sum: Number(item?.sum ?? 0),
  });
  return {
    add(projectId: string, userId: string, agreement: number): Action {
      return {
        Update: {
          TableName: access.table,
          Key: keys.agreement(projectId, userId),
          UpdateExpression: 'SET userId = :user ADD #rounds :one, #sum :agreement',
          ExpressionAttributeNames: { '#rounds': 'rounds', '#sum': 'sum' },
          ExpressionAttributeValues: {
            ':user': userId,
            ':one': 1,
            ':agreement': Math.round(agreement * 1e6) / 1e6,
          },
        },
      };
    },

    async of(projectId: string, userId: string): Promise<MeasuredAgreement> {
      const Key = keys.agreement(projectId, userId);
      const { Item } = await access.client.send(new GetCommand({ TableName: access.table, Key }));
      return agreementOf(userId, Item);
    },

    /** Of everybody who ever took part in a round. */
    async list(projectId: string): Promise<MeasuredAgreement[]> {
      const { pk } = keys.agreement(projectId, '');
      const found: MeasuredAgreement[] = [];
      let after: string | undefined;
      do {
        const page = await queryPartition(access, { pk }, 500, after);
        found.push(...page.items.map((item) => agreementOf(String(item.userId), item)));
        after = page.lastKey;
      } while (after !== undefined);
      return found;
    },
  };
}
