import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

/** The key of every item in the table and of every object in the bucket of a data stack. */
export async function storedKeys(stackName: string, bucket: string): Promise<Set<string>> {
  const cloudFormation = new CloudFormationClient({});
  const { StackResources = [] } = await cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  const TableName = StackResources.find(
    ({ ResourceType }) => ResourceType === 'AWS::DynamoDB::Table',
  )?.PhysicalResourceId;
  const keys = new Set<string>();
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    for (const { pk, sk } of Items) keys.add(`${pk} ${sk}`);
  }
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: new S3Client({}) },
    { Bucket: bucket },
  )) {
    for (const { Key } of Contents) keys.add(`s3 ${Key}`);
  }
  return keys;
}
