import { Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { AttachedSource } from '../../shared/blobs/attached-sources.ts';
import type { BucketPlace } from '../../shared/destinations/bucket-places.ts';
import type { FunctionAccess } from '../function-access.ts';
import type { modelNames } from '../model-names.ts';
import { acknowledge } from './acknowledge.ts';
import { findingText } from './finding-text.ts';
import type { NodeFunction } from './node-function.ts';

const READ_TABLE = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:ConditionCheckItem',
];
const WRITE_TABLE = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
];

export interface Granted {
  table: ITable;
  bucket: IBucket;
  key: IKey;
  queues: Record<string, Queue>;
  /** ARNs of a machine and of its executions by its file name. */
  machineArn: (name: string) => string;
  executionArn: (name: string) => string;
  /** Buckets of others that whoever reads images reads, too. */
  attached: AttachedSource[];
  /** Where exports may be put outside; nobody reads or deletes there. */
  destinations: BucketPlace[];
  /** Of the models stack; undefined where models are off. */
  models?: ReturnType<typeof modelNames>;
}

/** Gives a function what its row in `FUNCTION_ACCESS` says, prefix by prefix, and nothing more. */
export function grantAccess(target: NodeFunction, access: FunctionAccess, granted: Granted): void {
  const { table, bucket, key } = granted;
  if (access.table !== 'none') {
    target.allow(access.table === 'write' ? [...READ_TABLE, ...WRITE_TABLE] : READ_TABLE, [
      table.tableArn,
      `${table.tableArn}/index/gsi1`,
      `${table.tableArn}/index/gsi2`,
    ]);
  }
  const objects = (prefixes: string[]): string[] =>
    prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
  if (access.reads) {
    target.allow(['s3:GetObject'], objects(access.reads));
    // Without it S3 answers 403 instead of 404 for what is not there.
    target.allow(['s3:ListBucket'], [bucket.bucketArn]);
  }
  const attached = access.reads?.includes('images/') === true ? granted.attached : [];
  const { partition } = Stack.of(target);
  const theirs = attached.map(({ bucket: name, prefix }) => `arn:${partition}:s3:::${name}/${prefix}*`);
  if (theirs.length > 0) {
    target.allow(['s3:GetObject'], theirs);
    target.allow(
      ['s3:ListBucket'],
      [...new Set(attached.map((one) => `arn:${partition}:s3:::${one.bucket}`))],
    );
  }
  if (access.writes) target.allow(['s3:PutObject', 's3:AbortMultipartUpload'], objects(access.writes));
  const outside =
    access.destinations === 'write'
      ? granted.destinations.map(({ bucket: name, prefix }) => `arn:${partition}:s3:::${name}/${prefix}*`)
      : [];
  if (outside.length > 0) target.allow(['s3:PutObject', 's3:AbortMultipartUpload'], outside);
  if (access.deletes) target.allow(['s3:DeleteObject'], objects(access.deletes));
  if (access.table !== 'none' || access.reads || access.writes) {
    target.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]);
  }
  if (access.starts) target.allow(['states:StartExecution'], access.starts.map(granted.machineArn));
  if (access.waitsFor) target.allow(['states:StartSyncExecution'], access.waitsFor.map(granted.machineArn));
  if (access.watches) {
    target.allow(
      ['states:DescribeExecution', 'states:StopExecution'],
      access.watches.map(granted.executionArn),
    );
  }
  const { models } = granted;
  const asks = access.asksModels === true && models !== undefined;
  const trains = access.trains === true && models !== undefined;
  if (asks) {
    target.allow(['sagemaker:InvokeEndpointAsync'], [models.endpointArn]);
    target.allow(['s3:PutObject', 's3:GetObject'], objects(['inference/']));
    if (!access.reads) target.allow(['s3:ListBucket'], [bucket.bucketArn]);
  }
  if (trains) {
    target.allow(
      ['sagemaker:CreateTrainingJob', 'sagemaker:DescribeTrainingJob', 'sagemaker:StopTrainingJob'],
      [models.jobsArn],
    );
    target.allow(['iam:PassRole'], [models.jobRoleArn], {
      StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
    });
  }
  const laysOut = access.laysOutProcessing === true && models !== undefined;
  if (laysOut) target.allow(['sagemaker:DescribeProcessingJob'], [models.processingJobsArn]);
  for (const name of access.sendsTo ?? []) granted.queues[name].grantSendMessages(target.lambda);
  for (const name of access.receivesFrom ?? []) granted.queues[name].grantConsumeMessages(target.lambda);
  acknowledgeStars(target, [
    ...[...(access.reads ?? []), ...(access.writes ?? []), ...(access.deletes ?? [])].map((prefix) => ({
      resource: bucket.arnForObjects(`${prefix}*`),
      reason: `The function works on every object under ${prefix}`,
    })),
    ...theirs.map((resource) => ({ resource, reason: 'The bucket was attached to be read.' })),
    ...outside.map((resource) => ({ resource, reason: 'A destination of exports, named at deployment.' })),
    ...(asks
      ? [{ resource: bucket.arnForObjects('inference/*'), reason: 'Questions to models, and their answers.' }]
      : []),
    ...(laysOut
      ? [{ resource: models.processingJobsArn, reason: 'Every processing job of this stage.' }]
      : []),
    ...(trains ? [{ resource: models.jobsArn, reason: 'Every training job of this stage.' }] : []),
    ...(access.watches ?? []).map((name) => ({
      resource: granted.executionArn(name),
      reason: `Any execution of ${name} may be looked at and stopped.`,
    })),
  ]);
}

function acknowledgeStars(target: NodeFunction, stars: { resource: string; reason: string }[]): void {
  const { role } = target.lambda;
  if (role === undefined) return;
  const reasons: Record<string, string> = {
    'AwsSolutions-IAM5[Resource::*]': 'X-Ray knows no resources; a test holds it to that.',
  };
  for (const { resource, reason } of stars) {
    reasons[`AwsSolutions-IAM5[Resource::${findingText(resource, Stack.of(target))}]`] = reason;
  }
  acknowledge(role, reasons);
}
