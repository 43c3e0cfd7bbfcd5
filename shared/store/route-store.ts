import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { StaleRevision } from '../errors.ts';
import { conditionalWrite } from './table/conditional-write.ts';
import { getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import { queryPartition } from './table/query-partitions.ts';
import { readRecord, writeRecord } from './table/record-format.ts';
import { RouteDecision } from './records/route-decision.ts';
import type { TableAccess } from './table/table-access.ts';
import { writeTransaction } from './table/write-transaction.ts';

const format = { noun: 'route decision', version: 1, schema: RouteDecision };

interface Turn {
  taskId: string;
  projectId: string;
  stageId: string;
  workflowId: string;
  workflowRevision: number;
}

/** No decision is stored that was taken in this very revision of this very workflow. */
const IS_ANEW = 'attribute_not_exists(pk) OR workflowRevision <> :revision OR workflowId <> :workflow';

export type RouteStore = ReturnType<typeof routeStore>;

/**
 * Decisions of routers, and the turns of percentage routers.
 *
 * A task's place in a router's sequence (its ordinal) is used once, whatever happens: `takeTurn` notes the ordinal
 * under the task's id in the counter item itself, in the write that hands it out, and `settle` removes the note in the
 * write that stores the decision. Whoever crashes in between finds the note; whoever comes late finds the decision.
 */
export function routeStore(access: TableAccess) {
  const { table } = access;

  async function find(taskId: string, stageId: string): Promise<RouteDecision | undefined> {
    return getRecord(access, format, keys.route(taskId, stageId));
  }

  return {
    find,

    async list(taskId: string): Promise<RouteDecision[]> {
      const { pk, sk } = keys.route(taskId, '');
      const { items } = await queryPartition(access, { pk, skPrefix: sk }, 500);
      return items.map((item) => readRecord(format, item));
    },

    /** 0, 1, 2 …: this task's place in the sequence, or the decision if one is stored already. */
    async takeTurn(turn: Turn): Promise<{ ordinal: number } | { decision: RouteDecision }> {
      const router = keys.router(turn.projectId, turn.workflowId, turn.workflowRevision, turn.stageId);
      for (let attempt = 0; attempt < 5; attempt++) {
        const failed = await writeTransaction(access, [
          {
            ConditionCheck: {
              TableName: table,
              Key: keys.route(turn.taskId, turn.stageId),
              ConditionExpression: IS_ANEW,
              ExpressionAttributeValues: { ':revision': turn.workflowRevision, ':workflow': turn.workflowId },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            Update: {
              TableName: table,
              Key: router,
              UpdateExpression: 'SET pending.#task = #next, #next = #next + :one',
              ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(pending.#task)',
              ExpressionAttributeNames: { '#task': turn.taskId, '#next': 'next' },
              ExpressionAttributeValues: { ':one': 1 },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ]);
        if (failed?.action === 0 && failed.found) return { decision: readRecord(format, failed.found) };
        if (failed?.action === 1 && failed.found === undefined) {
          await conditionalWrite(
            async () => {
              const Item = { ...router, next: 0, pending: {} };
              const put = { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' };
              await access.client.send(new PutCommand(put));
            },
            () => undefined,
          );
          continue;
        }
        const { Item } = await access.client.send(
          new GetCommand({ TableName: table, Key: router, ConsistentRead: true }),
        );
        const pending = (Item?.pending ?? {}) as Record<string, number>;
        if (turn.taskId in pending) return { ordinal: pending[turn.taskId] };
        // Somebody else settled this very task meanwhile; the next round finds the decision.
      }
      throw new StaleRevision('The router is busy; the task stays where it is and is tried again.');
    },

    /** Stores the decision and lets go of the turn. Answers the decision that holds, which may be an earlier one. */
    async settle(
      decision: RouteDecision & { workflowId: string },
      projectId: string,
    ): Promise<RouteDecision> {
      const { workflowId, workflowRevision, stageId } = decision;
      const isCounted = decision.kind === 'percentageRouter';
      const failed = await writeTransaction(access, [
        {
          Put: {
            TableName: table,
            Item: { ...keys.route(decision.taskId, decision.stageId), ...writeRecord(format, decision) },
            ConditionExpression: IS_ANEW,
            ExpressionAttributeValues: { ':revision': workflowRevision, ':workflow': workflowId },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        ...(isCounted
          ? [
              {
                Update: {
                  TableName: table,
                  Key: keys.router(projectId, workflowId, workflowRevision, stageId),
                  UpdateExpression: 'REMOVE pending.#task',
                  ExpressionAttributeNames: { '#task': decision.taskId },
                },
              },
            ]
          : []),
      ]);
      return failed?.found ? readRecord(format, failed.found) : decision;
    },
  };
}
