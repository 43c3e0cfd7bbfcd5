import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { REQUEST_PATIENCE } from '../../shared/store/table/request-patience.ts';

/**
 * A document client for an endpoint on this machine. The credentials are placeholders: nothing local checks them.
 * The retries bridge the moment in which a database child that died is started again.
 */
export function localDynamoClient(endpoint: string, patience = REQUEST_PATIENCE): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 6,
    requestHandler: patience,
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
