/** What a caller may hand to `put`: bytes in hand, or a stream that is never held in memory as a whole. */
export type BlobBody = Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** Bytes `start` to `end`, both inclusive and counted from 0, as in HTTP; without `end` to the last byte. */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface PutOptions {
  contentType?: string;
  /** Only when nothing is there yet. */
  ifNoneMatch?: '*';
  /** Only when what is there still has this etag. */
  ifMatch?: string;
}

export interface BlobHead {
  /** Bytes. */
  size: number;
  /** Opaque; differs after every put. Without quotes. */
  etag: string;
  modifiedAt: Date;
  contentType: string;
}

export interface BlobListing {
  items: { key: string; size: number; etag: string; modifiedAt: Date }[];
  /** Hand it back as `after` for the next page; absent on the last one. */
  next?: string;
}

export interface SignedUrlOptions {
  method: 'GET' | 'PUT';
  /** The link works for at most this long. */
  expiresSeconds: number;
  /** PUT: the type that must be sent. GET: ignored. */
  contentType?: string;
  /** PUT: exactly this many bytes must be sent. */
  contentLength?: number;
}

/**
 * Objects by key: S3, or a folder on this machine. A key is 1 to 1,024 bytes of UTF-8; `/` separates nothing but
 * what people read, so `a`, `a/b`, `a//b` and `a/../b` are four different keys. A reader sees the old object or
 * the new one, never a part, and what `put` acknowledged outlives a crash.
 */
export interface Blobs {
  /** @throws PreconditionFailed when `ifNoneMatch` or `ifMatch` does not hold */
  put: (key: string, body: BlobBody, options?: PutOptions) => Promise<{ etag: string; size: number }>;
  /** @throws NotFound */
  get: (key: string) => Promise<Uint8Array>;
  /** @throws NotFound */
  stream: (key: string, range?: ByteRange) => Promise<ReadableStream<Uint8Array>>;
  head: (key: string) => Promise<BlobHead | undefined>;
  /** Keys that start with `prefix`, in the order of their UTF-8 bytes; 1,000 a page unless told otherwise. */
  list: (prefix: string, options?: { after?: string; limit?: number }) => Promise<BlobListing>;
  /** Deleting what is not there is no error. */
  delete: (key: string) => Promise<void>;
  /** A link to one key with one method, for someone who has no other right to it. */
  signedUrl: (key: string, options: SignedUrlOptions) => Promise<string>;
}
