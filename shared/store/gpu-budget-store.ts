import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { SpendCeilingReached } from '../errors.ts';
import { getRecord, putRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import { GpuBudget } from './records/gpu-budget.ts';
import type { TableAccess } from './table/table-access.ts';
import { writeTransaction } from './table/write-transaction.ts';

const format = { noun: 'GPU budget', version: 1, schema: GpuBudget };
const MOST_TRIES = 5;

/** Of one project in one month. */
export interface GpuSpend {
  /** `2026-05`, UTC. */
  month: string;
  dollars: number;
  /** Seconds of trainings, and of calls of the endpoint. */
  seconds: number;
  /** Of the endpoint. */
  calls: number;
}

export type GpuBudgetStore = ReturnType<typeof gpuBudgetStore>;

/** What projects have spent on GPUs this month, and the most that they may. */
export function gpuBudgetStore(access: TableAccess) {
  const thisMonth = (): string => access.now().toISOString().slice(0, 7);

  async function spent(projectId: string): Promise<GpuSpend> {
    const month = thisMonth();
    const Key = keys.gpuSpend(projectId, month);
    const { Item = {} } = await access.client.send(
      new GetCommand({ TableName: access.table, Key, ConsistentRead: true }),
    );
    const { dollars = 0, seconds = 0, calls = 0 } = Item as Partial<GpuSpend>;
    return { month, dollars, seconds, calls };
  }

  async function budget(projectId: string): Promise<GpuBudget> {
    return (await getRecord(access, format, keys.gpuBudget(projectId))) ?? { projectId };
  }

  const adding = (projectId: string, seconds: number, dollars: number, calls: number) => ({
    TableName: access.table,
    Key: keys.gpuSpend(projectId, thisMonth()),
    UpdateExpression: 'ADD dollars :dollars, seconds :seconds, calls :calls',
    ExpressionAttributeValues: { ':dollars': dollars, ':seconds': seconds, ':calls': calls },
  });

  return {
    budget,
    spent,

    /** `undefined` takes the ceiling away. */
    async setCeiling(projectId: string, dollarsPerMonth: number | undefined): Promise<GpuBudget> {
      const next = { projectId, ...(dollarsPerMonth === undefined ? {} : { dollarsPerMonth }) };
      await putRecord(access, format, keys.gpuBudget(projectId), next);
      return next;
    },

    /** @throws SpendCeilingReached when the project has spent what it may this month */
    async requireRoom(projectId: string): Promise<void> {
      const { dollarsPerMonth } = await budget(projectId);
      if (dollarsPerMonth === undefined) return;
      const { dollars, month } = await spent(projectId);
      if (dollars >= dollarsPerMonth) throw new SpendCeilingReached(dollars, dollarsPerMonth, month);
    },

    /** One call of the endpoint. */
    async chargeCall(projectId: string, seconds: number, dollarsPerHour: number): Promise<void> {
      const dollars = (seconds / 3600) * dollarsPerHour;
      await access.client.send(new UpdateCommand(adding(projectId, seconds, dollars, 1)));
    },

    /** A training has worked for `seconds` in all; what was charged for it before is not charged again. */
    async chargeTraining(
      projectId: string,
      trainingId: string,
      seconds: number,
      dollarsPerHour: number,
    ): Promise<void> {
      const Key = keys.gpuCharge(trainingId);
      for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
        const { Item } = await access.client.send(
          new GetCommand({ TableName: access.table, Key, ConsistentRead: true }),
        );
        const before = Number(Item?.seconds ?? 0);
        const more = seconds - before;
        if (more <= 0) return;
        const failed = await writeTransaction(access, [
          {
            Put: {
              TableName: access.table,
              Item: { ...Key, seconds },
              ...(Item === undefined
                ? { ConditionExpression: 'attribute_not_exists(pk)' }
                : {
                    ConditionExpression: 'seconds = :before',
                    ExpressionAttributeValues: { ':before': before },
                  }),
            },
          },
          { Update: adding(projectId, more, (more / 3600) * dollarsPerHour, 0) },
        ]);
        if (!failed) return;
      }
    },
  };
}
