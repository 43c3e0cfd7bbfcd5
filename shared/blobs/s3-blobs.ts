import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { InvalidInput, NotFound, PreconditionFailed } from '../errors.ts';
import type { BlobBody, Blobs, ByteRange, PutOptions } from './blobs.ts';
import { cutParts } from './cut-parts.ts';

/** Bytes; the smallest part that S3 takes is 5 MiB, and 10,000 parts make 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;

export interface S3BlobsOptions {
  /** Made with `requestChecksumCalculation: 'WHEN_REQUIRED'`: else links for PUT demand the checksum of nothing. */
  client: S3Client;
  bucket: string;
}

/**
 * Blobs in one S3 bucket. A body that fits one part is one PutObject; longer ones are multipart uploads that hold
 * one part in memory and are given up when the body breaks off. Conditions are S3's own, so they hold between hosts.
 */
export function s3Blobs({ client, bucket }: S3BlobsOptions): Blobs {
  async function putStream(
    key: string,
    body: BlobBody,
    put: PutOptions,
  ): Promise<{ etag: string; size: number }> {
    const isSmall = body instanceof Uint8Array && body.length <= PART_BYTES;
    const parts = cutParts(body instanceof Uint8Array ? [body] : body, PART_BYTES);
    const first = isSmall ? body : ((await parts.next()).value ?? new Uint8Array());
    const second = isSmall || first.length < PART_BYTES ? undefined : (await parts.next()).value;
    const condition = { IfNoneMatch: put.ifNoneMatch, IfMatch: quoted(put.ifMatch) };
    const target = { Bucket: bucket, Key: key };
    if (second === undefined) {
      const done = await client.send(
        new PutObjectCommand({ ...target, ...condition, Body: first, ContentType: put.contentType }),
      );
      return { etag: unquoted(done.ETag), size: first.length };
    }
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...target, ContentType: put.contentType }),
    );
    try {
      const sent: { PartNumber: number; ETag: string | undefined }[] = [];
      let size = 0;
      async function send(bytes: Uint8Array): Promise<void> {
        const PartNumber = sent.length + 1;
        const part = await client.send(
          new UploadPartCommand({ ...target, UploadId, PartNumber, Body: bytes }),
        );
        sent.push({ PartNumber, ETag: part.ETag });
        size += bytes.length;
      }
      await send(first);
      await send(second);
      for await (const part of parts) await send(part);
      const done = await client.send(
        new CompleteMultipartUploadCommand({
          ...target,
          ...condition,
          UploadId,
          MultipartUpload: { Parts: sent },
        }),
      );
      return { etag: unquoted(done.ETag), size };
    } catch (error) {
      await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => {});
      throw error;
    }
  }

  async function getBody(key: string, range?: ByteRange) {
    const Range = range && `bytes=${range.start}-${range.end ?? ''}`;
    const found = await client
      .send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }))
      .catch((error: unknown) => {
        throw isMissing(error) ? new NotFound('blob', key) : error;
      });
    if (found.Body === undefined) throw new NotFound('blob', key);
    return found.Body;
  }

  return {
    put: async (key, body, put = {}) => {
      requireKey(key);
      try {
        return await putStream(key, body, put);
      } catch (error) {
        // 409: another conditional write of this key was under way.
        if (hasStatus(error, 412) || hasStatus(error, 409)) throw new PreconditionFailed('blob', key);
        if (put.ifMatch !== undefined && isMissing(error)) throw new PreconditionFailed('blob', key);
        throw error;
      }
    },
    get: async (key) => (await getBody(key)).transformToByteArray(),
    stream: async (key, range) => (await getBody(key, range)).transformToWebStream(),
    head: async (key) => {
      const head = await client
        .send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
        .catch((error: unknown) => {
          if (isMissing(error)) return undefined;
          throw error;
        });
      if (head === undefined) return undefined;
      return {
        size: head.ContentLength ?? 0,
        etag: unquoted(head.ETag),
        modifiedAt: head.LastModified ?? new Date(0),
        contentType: head.ContentType ?? 'application/octet-stream',
      };
    },
    list: async (prefix, page = {}) => {
      const limit = page.limit ?? 1000;
      const found = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          StartAfter: page.after,
          MaxKeys: Math.min(limit, 1000),
        }),
      );
      const items = (found.Contents ?? []).map((item) => ({
        key: item.Key ?? '',
        size: item.Size ?? 0,
        etag: unquoted(item.ETag),
        modifiedAt: item.LastModified ?? new Date(0),
      }));
      return found.IsTruncated ? { items, next: items.at(-1)?.key } : { items };
    },
    delete: async (key) => {
      requireKey(key);
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    signedUrl: async (key, link) => {
      requireKey(key);
      const target = { Bucket: bucket, Key: key };
      if (link.method === 'GET') {
        return getSignedUrl(client, new GetObjectCommand(target), { expiresIn: link.expiresSeconds });
      }
      const command = new PutObjectCommand({
        ...target,
        ContentType: link.contentType,
        ContentLength: link.contentLength,
      });
      return getSignedUrl(client, command, {
        expiresIn: link.expiresSeconds,
        // Otherwise the link would take any type and any length.
        signableHeaders: new Set(['host', 'content-type', 'content-length']),
      });
    },
  };
}

function requireKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > 1024 || !key.isWellFormed()) {
    throw new InvalidInput('A blob key is 1 to 1,024 bytes of well-formed UTF-8.', { bytes });
  }
}

function quoted(etag: string | undefined): string | undefined {
  return etag === undefined ? undefined : `"${etag}"`;
}

function unquoted(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '');
}

function hasStatus(error: unknown, status: number): boolean {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return metadata?.httpStatusCode === status;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'NoSuchKey' || error.name === 'NotFound' || hasStatus(error, 404))
  );
}
