import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../keys.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Moves one from status to status in a counter item; nothing to do when they are the same. */
export function countChange(
  table: string,
  key: Key,
  from: string | undefined,
  to: string | undefined,
): Action[] {
  if (from === to) return [];
  const moves = [
    ...(from === undefined ? [] : [{ status: from, by: -1 }]),
    ...(to === undefined ? [] : [{ status: to, by: 1 }]),
  ];
  return [
    {
      Update: {
        TableName: table,
        Key: key,
        UpdateExpression: `ADD ${moves.map((_, i) => `#s${i} :s${i}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(moves.map((move, i) => [`#s${i}`, `n_${move.status}`])),
        ExpressionAttributeValues: Object.fromEntries(moves.map((move, i) => [`:s${i}`, move.by])),
      },
    },
  ];
}
