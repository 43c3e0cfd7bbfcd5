import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskBlobs } from '../../shared/blobs/disk-blobs.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { ObjectEvent } from './object-events.ts';
import { serveBlobs } from './serve-blobs.ts';

const secret = new Uint8Array(32).fill(9);
const KEY = 'images/d/photo one.jpg';

let folder: string;
let blobs: Blobs;
let published: ObjectEvent[];
let now: Date;
let serve: (request: Request) => Promise<Response>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-serve-'));
  now = new Date('2026-01-01T00:00:00Z');
  blobs = diskBlobs({ folder, secret, origin: () => 'http://127.0.0.1:1', now: () => now });
  published = [];
  const events = { publish: async (event: ObjectEvent) => void published.push(event) };
  serve = serveBlobs({ blobs, secret, events, maxUploadBytes: 100, now: () => now });
});
afterEach(() => rm(folder, { recursive: true }));

async function get(key: string, headers: Record<string, string> = {}): Promise<Response> {
  return serve(new Request(await blobs.signedUrl(key, { method: 'GET', expiresSeconds: 600 }), { headers }));
}

describe('signed links', () => {
  it('read a file whole, in part, and not again when it is known', async () => {
    await blobs.put(KEY, Buffer.from('0123456789'));
    const whole = await get(KEY);
    expect(whole.status).toBe(200);
    expect(await whole.text()).toBe('0123456789');
    expect(whole.headers.get('content-type')).toBe('image/jpeg');
    expect(whole.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''photo%20one.jpg");
    expect(whole.headers.get('cache-control')).toBe('private, max-age=600');

    const part = await get(KEY, { range: 'bytes=2-4' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ]);
    expect(await (await get(KEY, { range: 'bytes=-3' })).text()).toBe('789');
    expect((await get(KEY, { range: 'bytes=10-' })).status).toBe(416);
    expect((await get(KEY, { 'if-none-match': whole.headers.get('etag')! })).status).toBe(304);
  });

  it('never let a stored file run anything', async () => {
    for (const [key, type] of [
      ['a.svg', 'image/svg+xml'],
      ['a.html', 'text/html; charset=utf-8'],
    ]) {
      await blobs.put(key, Buffer.from('<script>alert(1)</script>'));
      const response = await get(key);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
      expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    }
  });

  it('take exactly what was signed for, and tell of it', async () => {
    const put = async (body: string, headers: Record<string, string> = {}) => {
      const link = {
        method: 'PUT',
        expiresSeconds: 60,
        contentType: 'image/jpeg',
        contentLength: 4,
      } as const;
      const url = await blobs.signedUrl(KEY, link);
      return serve(
        new Request(url, { method: 'PUT', body, headers: { 'content-type': 'image/jpeg', ...headers } }),
      );
    };
    expect((await put('12345')).status).toBe(400);
    expect((await put('123')).status).toBe(400);
    expect((await put('12345', { 'content-length': '5' })).status).toBe(413);
    expect((await put('1234', { 'content-type': 'text/html' })).status).toBe(403);
    expect(await blobs.head(KEY)).toBeUndefined();
    expect(published).toEqual([]);

    const done = await put('1234');
    expect(done.status).toBe(200);
    expect(published).toEqual([
      { type: 'created', key: KEY, size: 4, etag: done.headers.get('etag')!.replaceAll('"', '') },
    ]);
  });

  it('are refused when they are old, forged, or for another method', async () => {
    await blobs.put(KEY, Buffer.from('x'));
    const url = await blobs.signedUrl(KEY, { method: 'GET', expiresSeconds: 600 });
    expect((await serve(new Request(url, { method: 'PUT', body: 'y' }))).status).toBe(405);
    expect((await serve(new Request(url.replace('signature=', 'signature=A')))).status).toBe(403);
    expect((await serve(new Request(url.split('?')[0]))).status).toBe(403);
    now = new Date('2026-01-01T00:10:01Z');
    const old = await serve(new Request(url));
    expect(old.status).toBe(403);
    expect(await old.json()).toMatchObject({ code: 'expired-link' });
  });

  it('say when a file is gone', async () => {
    expect((await get('images/d/never')).status).toBe(404);
  });
});
