import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { TABLE_DEFINITION } from '../../shared/store/table/table-definition.ts';
import type { TableAccess } from '../../shared/store/table/table-access.ts';

/**
 * Deletes items whose `ttl` has passed, which DynamoDB does by itself and the local database does not. An item whose
 * life was prolonged after it was read stays. Returns how many were deleted.
 */
export async function sweepExpiredItems({ client, table, now }: TableAccess): Promise<number> {
  const { partitionKey, sortKey, ttlAttribute } = TABLE_DEFINITION;
  const nowSeconds = Math.floor(now().getTime() / 1000);
  const names = { '#ttl': ttlAttribute };
  const values = { ':now': nowSeconds };
  let deleted = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: '#ttl < :now',
        ProjectionExpression: `${partitionKey}, ${sortKey}`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) {
      const isGone = await client
        .send(
          new DeleteCommand({
            TableName: table,
            Key: { [partitionKey]: item[partitionKey], [sortKey]: item[sortKey] },
            ConditionExpression: '#ttl < :now',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: values,
          }),
        )
        .then(
          () => true,
          (error: unknown) => {
            if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
            throw error;
          },
        );
      if (isGone) deleted++;
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return deleted;
}
