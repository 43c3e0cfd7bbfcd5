import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { emptyDataFolder, spawnHost } from '../support/spawn-host.ts';
import type { SpawnedHost } from '../support/spawn-host.ts';
import { smokeClient } from '../smoke/smoke-client.ts';
import type { Answer } from '../smoke/smoke-client.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'cli', 'main.ts');
const run = promisify(execFile);
const lapidary = (...args: string[]) => run(process.execPath, [MAIN, ...args]);

const clean: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});
async function start(folder: string): Promise<SpawnedHost> {
  const host = await spawnHost(folder);
  clean.push(async () => {
    if (host.process.exitCode === null && host.process.signalCode === null) await host.end('SIGKILL');
  });
  return host;
}
async function ok(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

test('a backup of a host that is being written to brings everything back', async () => {
  const { folder, remove } = await emptyDataFolder();
  clean.push(remove);
  const data = join(folder, 'data');
  const copy = join(folder, 'backup');
  const host = await start(data);
  const session = await ok(smokeClient(host.url)('POST', '/v1/sessions/link', { token: host.token }));
  const call = smokeClient(host.url, session.token);
  const account = { email: 'ada@example.com', password: 'correct horse battery' };
  await ok(call('POST', '/v1/users', { ...account, name: 'Ada', isAdmin: true }));
  const { id: datasetId } = await ok(call('POST', '/v1/datasets', { name: 'Stones' }));
  const image = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#b43' } })
    .png()
    .toBuffer();
  const upload = { datasetId, key: 'a.png', size: image.length, contentType: 'image/png' };
  const link = await ok(call('POST', '/v1/uploads', upload));
  await fetch(link.url, { method: 'PUT', headers: link.headers, body: new Uint8Array(image) });
  const assetPath = `/v1/assets/${link.assetId}`;
  await expect
    .poll(async () => (await call('GET', assetPath)).body.status, { timeout: 20_000 })
    .toBe('ready');

  // Somebody goes on working meanwhile.
  let isBusy = true;
  const acknowledged: string[] = [];
  const work = (async () => {
    while (isBusy) acknowledged.push((await ok(call('POST', '/v1/datasets', { name: 'More' }))).id);
  })();
  await expect.poll(() => acknowledged.length).toBeGreaterThan(3);
  const before = [...acknowledged];
  const { stdout } = await lapidary('backup', copy, '--data', data, '--json', '-');
  isBusy = false;
  await work;
  expect(JSON.parse(stdout)).toMatchObject({ lapidaryBackup: 1, blobs: 2 });
  await host.end('SIGKILL');
  await rm(data, { recursive: true });

  await lapidary('restore', copy, '--data', data);
  const again = await start(data);
  const { token } = await ok(smokeClient(again.url)('POST', '/v1/sessions', account));
  const restored = smokeClient(again.url, token);
  const asset = await ok(restored('GET', assetPath));
  expect(asset).toMatchObject({ status: 'ready', width: 64, height: 48 });
  const served = await fetch(new URL(asset.imageUrl, again.url));
  expect(served.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await served.arrayBuffer()).equals(image)).toBe(true);
  // What was acknowledged before the backup began is in it.
  for (const id of before) await ok(restored('GET', `/v1/datasets/${id}`));
  await again.end('SIGTERM');

  await expect(lapidary('restore', copy, '--data', data)).rejects.toMatchObject({ code: 2 });
  await expect(lapidary('backup', copy, '--data', data)).rejects.toMatchObject({ code: 2 });
  const bytes = await readFile(join(copy, 'table.db'));
  bytes[bytes.length >> 1] ^= 1;
  await writeFile(join(copy, 'table.db'), bytes);
  await expect(lapidary('restore', copy, '--data', join(folder, 'other'))).rejects.toThrow(
    'not the file that was backed up',
  );
}, 120_000);
