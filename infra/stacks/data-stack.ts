import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { TABLE_DEFINITION } from '../../shared/store/table/table-definition.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import type { Stage } from '../stages.ts';

/** Everything that must outlive any update: one key, one table, one bucket. Nothing here is ever replaced. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly table: Table;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { stage: Stage }) {
    super(scope, id, { ...props, terminationProtection: stage.isProtected });

    this.key = new Key(this, 'Key', {
      description: `Lapidary ${stage.name}: labels and images at rest`,
      enableKeyRotation: true,
      removalPolicy: stage.removal,
    });

    const attribute = (name: string): { name: string; type: AttributeType } => ({
      name,
      type: AttributeType.STRING,
    });
    this.table = new Table(this, 'Table', {
      partitionKey: attribute(TABLE_DEFINITION.partitionKey),
      sortKey: attribute(TABLE_DEFINITION.sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: TABLE_DEFINITION.ttlAttribute,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.isProtected,
      removalPolicy: stage.removal,
    });
    for (const index of TABLE_DEFINITION.indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: attribute(index.partitionKey),
        sortKey: attribute(index.sortKey),
        projectionType: ProjectionType.ALL,
      });
    }

    const logs = new Bucket(this, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: stage.removal,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    acknowledge(logs, {
      'AwsSolutions-S1':
        'This is the bucket that access logs go to; logging its own accesses would feed itself.',
    });

    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: bucketName(this, stage),
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      // One data key per bucket instead of one KMS request per object: at a million images that is most of the KMS bill.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'bucket/',
      removalPolicy: stage.removal,
      // The editor reads images, and the app sends them, by signed links. Whoever holds one may use it from any page;
      // without one this opens nothing.
      cors: [
        {
          allowedOrigins: ['*'],
          allowedMethods: [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.PUT],
          allowedHeaders: ['content-type', 'content-length', 'range'],
          exposedHeaders: ['etag', 'content-length', 'content-range'],
          maxAge: 3_600,
        },
      ],
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        { noncurrentVersionExpiration: Duration.days(stage.keepReplacedDays) },
        // Both can be made again at any time.
        { prefix: 'embeddings/', expiration: Duration.days(90) },
        { prefix: 'inference/', expiration: Duration.days(7) },
        { prefix: 'exports/', expiration: Duration.days(30) },
        { prefix: 'imports/', expiration: Duration.days(30) },
      ],
    });
    // `eventBridgeEnabled` would add a function with rights on every bucket, only to set this one property.
    (this.bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
  }
}

/** A name known before anything is made, so that policies of other stacks can be written, and read, with it. */
export function bucketName(stack: Stack, stage: Stage): string {
  return `lapidary-${stage.name}-${stack.account}-${stack.region}`;
}
