import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import sharp from 'sharp';

/** A bucket that was there before Lapidary, as its owner prepares it: it tells EventBridge, and holds an image. */
export async function makeTheirBucket(bucket: string, prefix: string): Promise<void> {
  const s3 = new S3Client({ forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
  const Body = await sharp({ create: { width: 24, height: 16, channels: 3, background: '#a52' } })
    .png()
    .toBuffer();
  for (const Key of [`${prefix}early.png`, 'elsewhere/not-attached.png']) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'image/png' }));
  }
  s3.destroy();
}
