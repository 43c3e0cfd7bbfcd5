import { FUNCTION_ACCESS } from '../../infra/function-access.ts';
import { STAGES } from '../../infra/stages.ts';
import type { CallCounts } from './call-counts.ts';
import { PRICES } from '../../infra/prices.ts';

/** Dollars by service. */
export type Bill = Record<string, number>;

/**
 * Milliseconds that Lambda bills for one call, cold starts included in the mean: about twice what handlers take on one
 * core, because a plan that is too dear does less harm than one that is too cheap.
 */
const BILLED_MS: Record<string, number> = { api: 80, 'measure-image': 300 };
const OTHER_BILLED_MS = 80;
/** Functions whose calls are per shard of a job, not per image: their time is told by how many images they do. */
const SHARD_IMAGES_PER_SECOND = 100;
const DEFAULT_MEGABYTES = 512;
/** An Express execution holds 64 MB while its functions run. */
const EXECUTION_GIGABYTES = 64 / 1024;
const EXECUTION_SECONDS = 1.5;
/** Start, end and report of a call, and what a handler says, with CloudWatch's own bytes. */
const LOG_BYTES_PER_CALL = 900;
/** X-Ray's rule: one request a second, and this share of all others. */
const TRACED_SHARE = 0.05;

/**
 * What these calls cost in AWS, without people, GPUs, data transfer and storage. `shardImages`: the calls were a job's,
 * over so many images.
 */
export function billOf(counts: CallCounts, shardImages = 0): Bill {
  let calls = 0;
  let gigabyteSeconds = 0;
  if (shardImages > 0) gigabyteSeconds += shardImages / SHARD_IMAGES_PER_SECOND;
  for (const [folder, count] of Object.entries(shardImages > 0 ? {} : counts.functions)) {
    calls += count;
    const given = FUNCTION_ACCESS[folder]?.memoryMegabytes;
    const megabytes = typeof given === 'string' ? STAGES.prod[given] : (given ?? DEFAULT_MEGABYTES);
    gigabyteSeconds += (count * (megabytes / 1024) * (BILLED_MS[folder] ?? OTHER_BILLED_MS)) / 1000;
  }
  const executions =
    shardImages > 0 ? 0 : Object.values(counts.executions).reduce((sum, each) => sum + each, 0);
  return {
    DynamoDB: counts.writeUnits * PRICES.dynamo.writeUnit + counts.readUnits * PRICES.dynamo.readUnit,
    S3: counts.blobWrites * PRICES.s3.write + counts.blobReads * PRICES.s3.read,
    Lambda: calls * PRICES.lambda.request + gigabyteSeconds * PRICES.lambda.gigabyteSecond,
    'API Gateway': counts.apiRequests * PRICES.httpApi.request,
    'Step Functions':
      executions *
      (PRICES.express.request + EXECUTION_SECONDS * EXECUTION_GIGABYTES * PRICES.express.gigabyteSecond),
    'CloudWatch logs': ((calls * LOG_BYTES_PER_CALL) / 1e9) * PRICES.logs.gigabyte,
    'X-Ray': calls * TRACED_SHARE * PRICES.xray.trace,
  };
}

/** The sum of a bill, in dollars. */
export function totalOf(bill: Bill): number {
  return Object.values(bill).reduce((sum, each) => sum + each, 0);
}
