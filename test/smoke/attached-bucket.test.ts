import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSmokeTarget } from './open-smoke-target.ts';
import type { SmokeTarget } from './smoke-target.ts';

/**
 * A bucket of somebody else's, attached at deployment: `SMOKE_ATTACHED=photos/2024/` names one that the deployment may
 * read and the shell may write; it must hold one image under that prefix. Left out elsewhere.
 */
const [bucket = '', ...rest] = (process.env.SMOKE_ATTACHED ?? '').split('/');
const prefix = rest.join('/');
const PATIENCE = { timeout: 120_000, interval: 500 };

let target: SmokeTarget;
const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
beforeAll(async () => {
  if (bucket !== '') target = await openSmokeTarget(process.env);
}, 120_000);
afterAll(async () => {
  await target?.close();
  s3.destroy();
}, 120_000);

test.skipIf(bucket === '')(
  'images of an attached bucket are there, come as they arrive, and go as they are deleted',
  { timeout: 400_000 },
  async () => {
    const { call } = target.admin;
    const source = `s3://${bucket}/${prefix}`;
    const made = await call('POST', '/v1/datasets', { name: `Attached ${Date.now()}`, source });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const counts = async () => (await call('GET', `/v1/datasets/${made.body.id}`)).body.counts;
    await expect.poll(counts, PATIENCE).toMatchObject({ ready: 1, removed: 0 });

    const Key = `${prefix}late.png`;
    const size = { width: 40, height: 30, channels: 3 as const };
    const Body = await sharp({ create: { ...size, background: '#274' } })
      .png()
      .toBuffer();
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'image/png' }));
    await expect.poll(counts, PATIENCE).toMatchObject({ ready: 2 });
    const list = await call('GET', `/v1/assets?datasetId=${made.body.id}`);
    const late = list.body.items.find((asset: { name: string }) => asset.name === 'late.png');
    expect(late).toMatchObject({ width: 40, height: 30, status: 'ready' });
    const image = await fetch(late.imageUrl);
    expect(Buffer.from(await image.arrayBuffer()).equals(Body)).toBe(true);

    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    await expect.poll(counts, PATIENCE).toMatchObject({ ready: 1, removed: 1 });
  },
);
