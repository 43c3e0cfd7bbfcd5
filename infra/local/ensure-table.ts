import { CreateTableCommand, DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TABLE_DEFINITION } from '../../shared/store/table/table-definition.ts';

function keySchema(partitionKey: string, sortKey: string) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/**
 * Creates the table with its indexes when it is missing, and adds an index that an older database lacks.
 * Harmless when called twice or by two processes.
 */
export async function ensureTable(client: DynamoDBClient, table: string): Promise<void> {
  const { partitionKey, sortKey, indexes } = TABLE_DEFINITION;
  const attributes = [
    partitionKey,
    sortKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  const indexSchema = indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index.partitionKey, index.sortKey),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  const definitions = attributes.map((name) => ({ AttributeName: name, AttributeType: 'S' as const }));

  const existing = await client
    .send(new DescribeTableCommand({ TableName: table }))
    .catch((error: unknown) => {
      if (isNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    });
  if (existing === undefined) {
    await client
      .send(
        new CreateTableCommand({
          TableName: table,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: definitions,
          KeySchema: keySchema(partitionKey, sortKey),
          GlobalSecondaryIndexes: indexSchema,
        }),
      )
      .catch((error: unknown) => {
        if (!isNamed(error, 'ResourceInUseException')) throw error;
      });
    return;
  }
  const known = new Set(existing.Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName));
  for (const index of indexSchema) {
    if (known.has(index.IndexName)) continue;
    await client.send(
      new UpdateTableCommand({
        TableName: table,
        AttributeDefinitions: definitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
  }
}
