import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { attachedBlobs } from '../blobs/attached-blobs.ts';
import { attachedSources } from '../blobs/attached-sources.ts';
import { s3Blobs } from '../blobs/s3-blobs.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { bucketDestinations } from '../destinations/bucket-destinations.ts';
import { bucketPlaces } from '../destinations/bucket-places.ts';
import { sqsQueue } from '../queue/sqs-queue.ts';
import type { Queue } from '../queue/queue.ts';
import { REQUEST_PATIENCE } from '../store/table/request-patience.ts';
import type { TableAccess } from '../store/table/table-access.ts';
import { stepFunctionsWorkflows } from '../workflows/step-functions-workflows.ts';
import type { Workflows } from '../workflows/workflows.ts';
import { documentClient } from './document-client.ts';
import type { Seams } from './seams.ts';

type Env = Record<string, string | undefined>;

/**
 * DynamoDB, S3, Step Functions and SQS, each made when it is first asked for. Reads `TABLE_NAME`, `BUCKET_NAME`,
 * `ATTACHED_BUCKETS`, `EXPORT_DESTINATIONS`, `MACHINE_ARN_PREFIX` (a machine's name follows it) and `QUEUE_URL_<NAME>`,
 * `DEAD_LETTER_URL_<NAME>`.
 */
export function awsSeams(env: Env): Seams {
  let store: TableAccess | undefined;
  let blobs: Blobs | undefined;
  let workflows: Workflows | undefined;
  let client: S3Client | undefined;
  function blobsOf(bucket: string): Blobs {
    // Signed links for PUT would otherwise demand a checksum that the sender cannot know.
    client ??= new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    return s3Blobs({ client, bucket });
  }
  return {
    get store() {
      store ??= {
        client: documentClient(new DynamoDBClient({ requestHandler: REQUEST_PATIENCE })),
        table: required(env, 'TABLE_NAME'),
        now: () => new Date(),
      };
      return store;
    },
    get blobs() {
      if (blobs) return blobs;
      blobs = attachedBlobs(
        blobsOf(required(env, 'BUCKET_NAME')),
        attachedSources(env.ATTACHED_BUCKETS),
        blobsOf,
      );
      return blobs;
    },
    get destinations() {
      return bucketDestinations(bucketPlaces(env.EXPORT_DESTINATIONS), blobsOf);
    },
    get workflows() {
      workflows ??= stepFunctionsWorkflows({
        // A custom endpoint has no `sync-` host in front of its name.
        client: new SFNClient({ disableHostPrefix: env.AWS_ENDPOINT_URL !== undefined }),
        arnOf: (machine) => `${required(env, 'MACHINE_ARN_PREFIX')}${machine}`,
      });
      return workflows;
    },
    queue(name): Queue {
      const suffix = name.toUpperCase().replaceAll('-', '_');
      return sqsQueue({
        client: new SQSClient({}),
        url: required(env, `QUEUE_URL_${suffix}`),
        deadLetterUrl: required(env, `DEAD_LETTER_URL_${suffix}`),
      });
    },
  };
}

function required(env: Env, name: string): string {
  const value = env[name];
  if (value === undefined || value === '')
    throw new Error(`The environment lacks ${name}, which this function needs.`);
  return value;
}
