import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { blobsContract } from '../../test/contracts/blobs.contract.ts';
import { diskBlobs } from './disk-blobs.ts';
import { openSignedLink } from './signed-link.ts';

const folders: string[] = [];
async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-blobs-'));
  folders.push(folder);
  return folder;
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const secret = new Uint8Array(32).fill(1);
const origin = () => 'http://127.0.0.1:4400';

blobsContract('a folder on this machine', async () =>
  diskBlobs({ folder: await emptyFolder(), secret, origin }),
);

describe('blobs on disk', () => {
  it('write nothing outside their folder', async () => {
    const outer = await emptyFolder();
    const blobs = diskBlobs({ folder: join(outer, 'inside'), secret, origin });
    for (const key of ['../a', '../../b', '/c', 'x/../../../d', '..'])
      await blobs.put(key, new Uint8Array(1));
    expect(await readdir(outer)).toEqual(['inside']);
  });

  it('show the old object or the new one when the process is killed while it puts', async () => {
    const folder = await emptyFolder();
    const module = new URL('disk-blobs.ts', import.meta.url).pathname;
    const script = `
      const { diskBlobs } = await import(${JSON.stringify(module)});
      const blobs = diskBlobs({ folder: ${JSON.stringify(folder)}, secret: new Uint8Array(32), origin: () => '' });
      for (let i = 0; ; i++) {
        await blobs.put('object', new Uint8Array(3_000_000).fill(i % 256), { contentType: 'x/' + (i % 256) });
        process.stdout.write((i % 256) + '\\n');
      }`;
    for (let round = 0; round < 4; round++) {
      const writer = spawn(process.execPath, ['--input-type=module', '-e', script]);
      let said = '';
      writer.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
      await new Promise((resolve) => writer.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, 20 + round * 13));
      writer.kill('SIGKILL');
      await new Promise((resolve) => writer.once('close', resolve));

      const blobs = diskBlobs({ folder, secret, origin });
      const acknowledged = Number(said.trim().split('\n').at(-1));
      const bytes = await blobs.get('object');
      expect(bytes.length).toBe(3_000_000);
      expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
      expect([acknowledged, (acknowledged + 1) % 256]).toContain(bytes[0]);
      await blobs.put('another', new Uint8Array(1));
      expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    }
  });

  it('give links that open one key with one method, once per hour the same, and not after their time', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const blobs = diskBlobs({ folder: await emptyFolder(), secret, origin, now: () => now });
    const get = new URL(await blobs.signedUrl('images/d/../a.jpg', { method: 'GET', expiresSeconds: 3600 }));
    expect(openSignedLink(get, secret, now)).toMatchObject({ key: 'images/d/../a.jpg', method: 'GET' });
    now = new Date('2026-01-01T00:05:00Z');
    expect(await blobs.signedUrl('images/d/../a.jpg', { method: 'GET', expiresSeconds: 3600 })).toBe(
      get.href,
    );
    expect(openSignedLink(get, secret, new Date('2026-01-01T01:00:01Z'))).toBe('expired');

    const put = new URL(
      await blobs.signedUrl('k', {
        method: 'PUT',
        expiresSeconds: 60,
        contentType: 'image/png',
        contentLength: 10,
      }),
    );
    expect(openSignedLink(put, secret, now)).toMatchObject({
      key: 'k',
      method: 'PUT',
      contentType: 'image/png',
      contentLength: 10,
    });
    for (const [name, value] of [
      ['method', 'GET'],
      ['length', '11'],
      ['type', 'text/html'],
      ['expires', '9999999999'],
    ]) {
      const forged = new URL(put);
      forged.searchParams.set(name, value);
      expect(openSignedLink(forged, secret, now)).toBe('forged');
    }
    const other = new URL(put);
    other.pathname = `/blobs/${Buffer.from('other').toString('base64url')}`;
    expect(openSignedLink(other, secret, now)).toBe('forged');
    expect(openSignedLink(put, new Uint8Array(32), now)).toBe('forged');
  });
});
