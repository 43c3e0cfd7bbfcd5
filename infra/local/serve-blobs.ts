import type { BlobHead, Blobs, ByteRange } from '../../shared/blobs/blobs.ts';
import { openSignedLink } from '../../shared/blobs/signed-link.ts';
import type { SignedLink } from '../../shared/blobs/signed-link.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { problemOf } from '../../shared/lambda/problem.ts';
import type { ObjectEvents } from './object-events.ts';

export interface ServeBlobsOptions {
  blobs: Blobs;
  secret: Uint8Array;
  events: Pick<ObjectEvents, 'publish'>;
  /** Bytes; for links that name no length of their own. */
  maxUploadBytes: number;
  now: () => Date;
}

/** Shown in place by browsers without a chance to run anything; all else is downloaded. */
const INLINE = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/bmp']);
/** Named by the hash of their content. */
const IMMUTABLE = /^(labels|embeddings)\//;

/** Answers signed links to blobs, as S3 does: GET and HEAD with ranges, PUT of exactly what was signed for. */
export function serveBlobs(options: ServeBlobsOptions): (request: Request) => Promise<Response> {
  const { blobs, secret, events, maxUploadBytes, now } = options;

  async function read(request: Request, link: SignedLink): Promise<Response> {
    const head = await blobs.head(link.key);
    if (head === undefined) return problem(404, 'not-found', 'There is no such file any more.');
    const headers = readHeaders(link, head, now());
    if (request.headers.get('if-none-match') === headers.get('etag'))
      return new Response(null, { status: 304, headers });
    const range = readRange(request.headers.get('range'), head.size);
    if (range === 'impossible') {
      headers.set('content-range', `bytes */${head.size}`);
      return new Response(null, { status: 416, headers });
    }
    const length = range === undefined ? head.size : (range.end ?? 0) - range.start + 1;
    headers.set('content-length', String(length));
    if (range !== undefined) headers.set('content-range', `bytes ${range.start}-${range.end}/${head.size}`);
    const body = request.method === 'HEAD' ? null : await blobs.stream(link.key, range);
    return new Response(body, { status: range === undefined ? 200 : 206, headers });
  }

  async function write(request: Request, link: SignedLink): Promise<Response> {
    const contentType = request.headers.get('content-type') ?? undefined;
    if (link.contentType !== undefined && contentType !== link.contentType) {
      return problem(403, 'wrong-content-type', `This link takes ${link.contentType} only.`);
    }
    const most = link.contentLength ?? maxUploadBytes;
    const announced = request.headers.get('content-length');
    if (
      announced !== null &&
      (Number(announced) > most || (link.contentLength ?? Number(announced)) !== Number(announced))
    ) {
      return problem(413, 'wrong-length', `This link takes ${most} bytes; ${announced} were announced.`);
    }
    const body = exactly(request.body, most, link.contentLength !== undefined);
    const { etag, size } = await blobs.put(link.key, body, { contentType });
    // The event is stored before the upload is acknowledged: a crash in between only makes the sender try again.
    // Whoever uploads looks at the screen; a followed folder of 100,000 images can wait.
    if (link.key.startsWith('images/'))
      await events.publish({ type: 'created', key: link.key, size, etag }, { isUrgent: true });
    return new Response(null, { status: 200, headers: { etag: `"${etag}"` } });
  }

  return async (request) => {
    const link = openSignedLink(new URL(request.url), secret, now());
    if (link === 'forged')
      return problem(403, 'forged-link', 'This link was not made here; ask for a new one.');
    if (link === 'expired') return problem(403, 'expired-link', 'This link has ended; ask for a new one.');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && link.method === 'GET') return answer(() => read(request, link));
    if (request.method === 'PUT' && link.method === 'PUT') return answer(() => write(request, link));
    return problem(405, 'method-not-allowed', `This link is for ${link.method}.`);
  };
}

async function answer(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const { status, code, detail } = problemOf(error);
    return problem(status, code, detail);
  }
}

function problem(status: number, code: string, detail: string): Response {
  const body = {
    type: `urn:lapidary:problem:${code}`,
    title: 'The file cannot be served',
    status,
    code,
    detail,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

function readHeaders(link: SignedLink, head: BlobHead, now: Date): Headers {
  const name = encodeURIComponent(link.key.slice(link.key.lastIndexOf('/') + 1));
  const isInline = INLINE.has(head.contentType);
  const secondsLeft = Math.max(0, link.expires - Math.floor(now.getTime() / 1000));
  return new Headers({
    'content-type': head.contentType,
    'content-disposition': `${isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    // Whatever the file claims to be, nothing in it runs.
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': IMMUTABLE.test(link.key)
      ? 'private, max-age=31536000, immutable'
      : `private, max-age=${secondsLeft}`,
    etag: `"${head.etag}"`,
    'last-modified': head.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
  });
}

/** One range only, as every browser and tool asks; several, or nonsense, give the whole. */
function readRange(header: string | null, size: number): Required<ByteRange> | 'impossible' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const isSuffix = match[1] === '';
  const start = isSuffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = isSuffix || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start >= size || end < start ? 'impossible' : { start, end };
}

async function* exactly(
  body: ReadableStream<Uint8Array> | null,
  most: number,
  isExact: boolean,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > most)
      throw new InvalidInput(`The body is longer than the ${most} bytes that this link takes.`);
    yield chunk;
  }
  if (isExact && size !== most) throw new InvalidInput(`The body ended after ${size} of ${most} bytes.`);
}
