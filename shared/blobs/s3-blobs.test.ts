import { randomUUID } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { blobsContract } from '../../test/contracts/blobs.contract.ts';
import { s3Blobs } from './s3-blobs.ts';

const MIB = 1024 * 1024;

function makeClient(endpoint?: string): S3Client {
  return new S3Client({
    endpoint,
    forcePathStyle: endpoint !== undefined,
    region: 'eu-central-1',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

async function* blocks(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield new Uint8Array(MIB).fill(i);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield* blocks(17);
  throw new Error('gone');
}

function failure(name: string, status: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}

function setUp() {
  const client = makeClient();
  return { s3: mockClient(client), blobs: s3Blobs({ client, bucket: 'gems' }) };
}

describe('the S3 adapter', () => {
  it('sends small bodies as one object, with its conditions', async () => {
    const { s3, blobs } = setUp();
    s3.on(PutObjectCommand).resolves({ ETag: '"abc"' });
    await expect(blobs.put('k', blocks(2), { ifMatch: 'old', contentType: 'x/y' })).resolves.toEqual({
      etag: 'abc',
      size: 2 * MIB,
    });
    expect(s3.commandCalls(PutObjectCommand)[0].args[0].input).toMatchObject({
      Bucket: 'gems',
      Key: 'k',
      IfMatch: '"old"',
      ContentType: 'x/y',
    });
  });

  it('sends long streams in parts of 8 MiB and puts the condition on the end', async () => {
    const { s3, blobs } = setUp();
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
    s3.on(UploadPartCommand).callsFake((input: { PartNumber: number }) => ({
      ETag: `"p${input.PartNumber}"`,
    }));
    s3.on(CompleteMultipartUploadCommand).resolves({ ETag: '"whole-3"' });
    await expect(blobs.put('k', blocks(20), { ifNoneMatch: '*' })).resolves.toEqual({
      etag: 'whole-3',
      size: 20 * MIB,
    });
    const sizes = s3
      .commandCalls(UploadPartCommand)
      .map((call) => (call.args[0].input.Body as Uint8Array).length / MIB);
    expect(sizes).toEqual([8, 8, 4]);
    expect(s3.commandCalls(CompleteMultipartUploadCommand)[0].args[0].input).toMatchObject({
      IfNoneMatch: '*',
      MultipartUpload: { Parts: [1, 2, 3].map((n) => ({ PartNumber: n, ETag: `"p${n}"` })) },
    });
  });

  it('gives an upload up when its body breaks off', async () => {
    const { s3, blobs } = setUp();
    s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
    s3.on(UploadPartCommand).resolves({ ETag: '"p"' });
    s3.on(AbortMultipartUploadCommand).resolves({});
    await expect(blobs.put('k', broken())).rejects.toThrow('gone');
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
    expect(s3.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0);
  });

  it('maps failures to causes', async () => {
    const { s3, blobs } = setUp();
    s3.on(PutObjectCommand).rejects(failure('PreconditionFailed', 412));
    await expect(blobs.put('k', new Uint8Array(1), { ifNoneMatch: '*' })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    s3.on(GetObjectCommand).rejects(failure('NoSuchKey', 404));
    await expect(blobs.get('k')).rejects.toMatchObject({ code: 'not-found' });
    s3.on(HeadObjectCommand).rejects(failure('NotFound', 404));
    await expect(blobs.head('k')).resolves.toBeUndefined();
    s3.on(HeadObjectCommand).rejects(failure('AccessDenied', 403));
    await expect(blobs.head('k')).rejects.toThrow('AccessDenied');
  });

  it('pages through a listing by the last key', async () => {
    const { s3, blobs } = setUp();
    s3.on(ListObjectsV2Command).resolves({
      IsTruncated: true,
      Contents: [{ Key: 'p/1', Size: 3, ETag: '"e"' }],
    });
    const page = await blobs.list('p/', { after: 'p/0', limit: 1 });
    expect(page).toMatchObject({ items: [{ key: 'p/1', size: 3, etag: 'e' }], next: 'p/1' });
    expect(s3.commandCalls(ListObjectsV2Command)[0].args[0].input).toMatchObject({
      Prefix: 'p/',
      StartAfter: 'p/0',
      MaxKeys: 1,
    });
  });

  it('binds a link for writing to its type and length', async () => {
    const blobs = s3Blobs({ client: makeClient(), bucket: 'gems' });
    const url = new URL(
      await blobs.signedUrl('a b/ü.png', {
        method: 'PUT',
        expiresSeconds: 60,
        contentType: 'image/png',
        contentLength: 9,
      }),
    );
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect([...url.searchParams.keys()].filter((name) => name.includes('checksum'))).toEqual([]);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('60');
    expect(url.pathname).toBe('/a%20b/%C3%BC.png');
  });
});

// Any S3 endpoint will do; an emulator on this machine, for example.
const endpoint = process.env.LAPIDARY_TEST_S3_ENDPOINT;
if (endpoint !== undefined) {
  blobsContract(`S3 at ${endpoint}`, async () => {
    const client = makeClient(endpoint);
    const bucket = `lapidary-${randomUUID()}`;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    return s3Blobs({ client, bucket });
  });
}
