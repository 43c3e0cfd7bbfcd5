import { Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { TABLE_DEFINITION } from '../../shared/store/table-definition.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import type { Stage } from '../stages.ts';

/** Everything that must outlive any update: one key, one table, one bucket. Nothing here is ever replaced. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly table: TableV2;
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
    this.table = new TableV2(this, 'Table', {
      partitionKey: attribute(TABLE_DEFINITION.partitionKey),
      sortKey: attribute(TABLE_DEFINITION.sortKey),
      billing: Billing.onDemand(),
      timeToLiveAttribute: TABLE_DEFINITION.ttlAttribute,
      globalSecondaryIndexes: TABLE_DEFINITION.indexes.map((index) => ({
        indexName: index.name,
        partitionKey: attribute(index.partitionKey),
        sortKey: attribute(index.sortKey),
        projectionType: ProjectionType.ALL,
      })),
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.isProtected,
      removalPolicy: stage.removal,
    });

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
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      // One data key per bucket instead of one KMS request per object: at a million images that is most of the KMS bill.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      eventBridgeEnabled: true,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'bucket/',
      removalPolicy: stage.removal,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        { noncurrentVersionExpiration: Duration.days(stage.keepReplacedDays) },
        // Both can be made again at any time.
        { prefix: 'embeddings/', expiration: Duration.days(90) },
        { prefix: 'exports/', expiration: Duration.days(30) },
      ],
    });
  }
}
