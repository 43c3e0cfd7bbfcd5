import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What every store is made from: `datasetStore({ client, table, now })`. */
export interface TableAccess {
  client: DynamoDBDocumentClient;
  table: string;
  now: () => Date;
}
