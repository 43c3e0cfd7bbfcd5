import type { FunctionAccess } from '../../infra/function-access.ts';

const TABLE_READ = ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem'];
const TABLE_WRITE = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/** All that a function's role may do, from its row in `FUNCTION_ACCESS`; prefixes of the bucket by action. */
export function expectedRights(access: FunctionAccess): {
  actions: Set<string>;
  prefixes: Record<string, string[]>;
} {
  const { table, reads = [], writes = [], deletes = [] } = access;
  const usesKey = table !== 'none' || reads.length > 0 || writes.length > 0;
  const when = (isGiven: unknown, ...actions: string[]) =>
    (Array.isArray(isGiven) ? isGiven.length > 0 : Boolean(isGiven)) ? actions : [];
  const actions = [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    ...when(table !== 'none', ...TABLE_READ.map((action) => `dynamodb:${action}`)),
    ...when(table === 'write', ...TABLE_WRITE.map((action) => `dynamodb:${action}`)),
    ...when(reads, 's3:GetObject', 's3:ListBucket'),
    ...when(writes, 's3:PutObject', 's3:AbortMultipartUpload'),
    ...when(deletes, 's3:DeleteObject'),
    ...when(usesKey, 'kms:Decrypt', 'kms:GenerateDataKey'),
    ...when(access.starts, 'states:StartExecution'),
    ...when(access.waitsFor, 'states:StartSyncExecution'),
    ...when(access.watches, 'states:DescribeExecution', 'states:StopExecution'),
    ...when(access.sendsTo, 'sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'),
    ...when(
      access.receivesFrom,
      'sqs:ReceiveMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueUrl',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
    ),
  ];
  return {
    actions: new Set(actions),
    prefixes: { 's3:GetObject': reads, 's3:PutObject': writes, 's3:DeleteObject': deletes },
  };
}
