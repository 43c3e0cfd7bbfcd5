import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedUrlOptions } from './blobs.ts';

/** What one link of the local host allows. */
export interface SignedLink {
  key: string;
  method: 'GET' | 'PUT';
  /** Unix seconds. */
  expires: number;
  contentType?: string;
  contentLength?: number;
}

function signatureOf(link: SignedLink, secret: Uint8Array): string {
  const claim = [link.key, link.method, link.expires, link.contentType ?? null, link.contentLength ?? null];
  return createHmac('sha256', secret).update(JSON.stringify(claim)).digest('base64url');
}

/**
 * The path and query of a link to one key: `/blobs/<key in base64url>?…`. The key is encoded because browsers
 * resolve `..` in paths. A link for reading ends on a grid of a quarter of its lifetime, so asking again soon gives
 * the same link, and the browser finds the image in its cache; it never lives longer than asked for.
 */
export function signLink(key: string, options: SignedUrlOptions, secret: Uint8Array, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const grid = options.method === 'GET' ? Math.max(1, Math.floor(options.expiresSeconds / 4)) : 1;
  const isPut = options.method === 'PUT';
  const link: SignedLink = {
    key,
    method: options.method,
    expires: Math.floor((seconds + options.expiresSeconds) / grid) * grid,
    contentType: isPut ? options.contentType : undefined,
    contentLength: isPut ? options.contentLength : undefined,
  };
  const query = new URLSearchParams({ method: link.method, expires: String(link.expires) });
  if (link.contentType !== undefined) query.set('type', link.contentType);
  if (link.contentLength !== undefined) query.set('length', String(link.contentLength));
  query.set('signature', signatureOf(link, secret));
  return `/blobs/${Buffer.from(key).toString('base64url')}?${query}`;
}

/**
 * Reads a link back: `expired` or `forged` when it must not be served. The signature is compared in constant time,
 * and before the expiry, so a stranger learns nothing from the answer.
 */
export function openSignedLink(url: URL, secret: Uint8Array, now: Date): SignedLink | 'expired' | 'forged' {
  const method = url.searchParams.get('method');
  const expires = Number(url.searchParams.get('expires') ?? Number.NaN);
  const length = url.searchParams.get('length');
  if ((method !== 'GET' && method !== 'PUT') || !Number.isSafeInteger(expires)) return 'forged';
  const link: SignedLink = {
    key: Buffer.from(url.pathname.slice('/blobs/'.length), 'base64url').toString('utf8'),
    method,
    expires,
    contentType: url.searchParams.get('type') ?? undefined,
    contentLength: length === null ? undefined : Number(length),
  };
  const given = Buffer.from(url.searchParams.get('signature') ?? '');
  const expected = Buffer.from(signatureOf(link, secret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return link.expires * 1000 <= now.getTime() ? 'expired' : link;
}
