import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionalWrite } from './conditional-write.ts';
import { keys } from './keys.ts';
import type { TableAccess } from './table-access.ts';

const KEPT_SECONDS = 24 * 3600;
/** A request that has not answered by then was cut off; its key may be tried again. */
const PENDING_SECONDS = 60;

export const IdempotentAnswer = z.object({
  requestHash: z.string(),
  status: z.int().optional(),
  body: z.string().optional(),
  startedAt: z.int(),
});
export type IdempotentAnswer = z.infer<typeof IdempotentAnswer>;

/** The first answer to each `Idempotency-Key`, kept for a day. `scope` is the user: keys of two people never meet. */
export function idempotencyStore({ client, table: TableName, now }: TableAccess) {
  const seconds = () => Math.floor(now().getTime() / 1000);
  return {
    /** Takes the key, or returns what is there: an answer, or (without `status`) a request still running. */
    async begin(scope: string, key: string, requestHash: string): Promise<IdempotentAnswer | undefined> {
      const Key = keys.idempotency(scope, key);
      const put = () =>
        client.send(
          new PutCommand({
            TableName,
            Item: { ...Key, requestHash, startedAt: seconds(), ttl: seconds() + KEPT_SECONDS },
            ConditionExpression:
              'attribute_not_exists(pk) OR #ttl < :now OR (attribute_not_exists(#status) AND startedAt < :stale)',
            ExpressionAttributeNames: { '#ttl': 'ttl', '#status': 'status' },
            ExpressionAttributeValues: { ':now': seconds(), ':stale': seconds() - PENDING_SECONDS },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
      return conditionalWrite<IdempotentAnswer | undefined>(
        async () => {
          await put();
          return undefined;
        },
        (found) => IdempotentAnswer.parse(found),
      );
    },

    async finish(scope: string, key: string, answer: { status: number; body: string }): Promise<void> {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: keys.idempotency(scope, key),
          UpdateExpression: 'SET #status = :status, body = :body',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':status': answer.status, ':body': answer.body },
        }),
      );
    },

    /** The request failed on our side: the same key may try again. */
    async forget(scope: string, key: string): Promise<void> {
      await client.send(new DeleteCommand({ TableName, Key: keys.idempotency(scope, key) }));
    },
  };
}
