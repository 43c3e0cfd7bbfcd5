import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TableAccess } from './table-access.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The first action whose condition did not hold, and the item that was found there (missing: there is none). */
export interface FailedCondition {
  action: number;
  found?: Record<string, unknown>;
}

const MOST_TRIES = 8;

/**
 * All or nothing. Answers `undefined` when everything was written, else which condition failed. Conditions should
 * return the old item (`ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`), so that "missing" and "conflict" differ
 * without a second read. Conflicts between transactions (on counters, mostly) are retried with jitter.
 */
export async function writeTransaction(
  access: TableAccess,
  actions: Action[],
): Promise<FailedCondition | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await access.client.send(new TransactWriteCommand({ TransactItems: actions }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const action = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
      if (action >= 0) {
        const item = reasons[action].Item;
        return { action, ...(item && Object.keys(item).length > 0 ? { found: unmarshall(item) } : {}) };
      }
      if (attempt === MOST_TRIES || !reasons.some((reason) => reason.Code === 'TransactionConflict'))
        throw error;
      await sleep(Math.random() * 20 * 2 ** attempt);
    }
  }
}
