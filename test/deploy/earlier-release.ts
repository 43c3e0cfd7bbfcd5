import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'release-0.1.0-rc.1');

/**
 * Makes the data stack as an earlier release deployed it, from that release's template, and fills it with what that
 * release kept: the deployment that is updated next is somebody's, not an empty one.
 *
 * @returns how many records and files there are
 */
export async function deployEarlierRelease(StackName: string, bucket: string): Promise<number> {
  const cloudFormation = new CloudFormationClient({});
  const TemplateBody = readFileSync(join(FOLDER, 'data.template.json'), 'utf8');
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
  await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 120 }, { StackName });
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  cloudFormation.destroy();
  const TableName = StackResources.find(
    ({ ResourceType }) => ResourceType === 'AWS::DynamoDB::Table',
  )?.PhysicalResourceId;

  const kept = JSON.parse(
    readFileSync(join(FOLDER, 'kept.json'), 'utf8'),
    (_, value: { bytes?: unknown } | null) =>
      typeof value?.bytes === 'string' ? Buffer.from(value.bytes, 'base64') : value,
  ) as { records: Record<string, unknown>[]; blobs: Record<string, string> };
  const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  for (const Item of kept.records) await table.send(new PutCommand({ TableName, Item }));
  const s3 = new S3Client({});
  for (const [Key, base64] of Object.entries(kept.blobs)) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(base64, 'base64') }));
  }
  table.destroy();
  s3.destroy();
  return kept.records.length + Object.keys(kept.blobs).length;
}
