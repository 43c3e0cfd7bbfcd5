import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spawnHost } from '../support/spawn-host.ts';
import type { SpawnedHost } from '../support/spawn-host.ts';

const ROUNDS = Number(process.env.LAPIDARY_KILL_ROUNDS ?? 3);
const IMAGES_PER_ROUND = 8;

let root: string;
let photos: string;
let data: string;
let host: SpawnedHost;
let session: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lapidary-kill-'));
  photos = join(root, 'photos');
  data = join(root, 'data');
  await mkdir(photos);
});
afterEach(async () => {
  if (host?.process.exitCode === null && host.process.signalCode === null) await host.end('SIGKILL');
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

async function call(method: string, path: string, body?: unknown, token: string | undefined = session) {
  const response = await fetch(`${host.url}/v1/${path}`, {
    method,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as Record<string, unknown>;
}

async function listAll(path: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let pageToken: unknown;
  do {
    const page = await call(
      'GET',
      `${path}&limit=100${typeof pageToken === 'string' ? `&pageToken=${encodeURIComponent(pageToken)}` : ''}`,
    );
    items.push(...(page.items as Record<string, unknown>[]));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return items;
}

async function picture(index: number): Promise<Buffer> {
  const { data: noise, info } = await sharp({
    create: {
      width: 640,
      height: 480,
      channels: 3,
      background: { r: (index * 37) % 256, g: (index * 91) % 256, b: 90 },
    },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  noise.writeUInt32LE(index, 0);
  return sharp(noise, { raw: info }).jpeg().toBuffer();
}

async function start(): Promise<void> {
  host = await spawnHost(data, [photos]);
  if (host.token !== undefined && session === undefined) {
    session = String((await call('POST', 'sessions/link', { token: host.token }, undefined)).token);
  }
}

/** Uploads as the web app does; true when the host acknowledged it. */
async function upload(datasetId: string, key: string, bytes: Buffer): Promise<boolean> {
  try {
    const { url, headers } = await call('POST', 'uploads', {
      datasetId,
      key,
      size: bytes.length,
      contentType: 'image/jpeg',
    });
    const put = await fetch(String(url), {
      method: 'PUT',
      headers: headers as Record<string, string>,
      body: new Uint8Array(bytes),
    });
    return put.ok;
  } catch {
    return false;
  }
}

describe(`kill -9 of the host during ingest, ${ROUNDS} rounds`, () => {
  it(
    'loses nothing acknowledged, and registers or quarantines every image exactly once',
    async () => {
      await start();
      const datasets = await call('GET', 'datasets');
      const watchedId = (datasets.items as { id: string }[])[0].id;
      const uploadsId = String((await call('POST', 'datasets', { name: 'Uploads' })).id);
      const acknowledged = new Set<string>();
      let number = 0;

      for (let round = 0; round < ROUNDS; round++) {
        const uploads: Promise<unknown>[] = [];
        for (let i = 0; i < IMAGES_PER_ROUND; i++) {
          const bytes = await picture(++number);
          const isBad = number % 5 === 0;
          const key = `${number}.jpg`;
          await writeFile(join(photos, key), isBad ? bytes.subarray(0, bytes.length / 2) : bytes);
          uploads.push(upload(uploadsId, key, bytes).then((isDone) => isDone && acknowledged.add(key)));
        }
        await sleep(50 + ((round * 397) % 1100));
        await host.end('SIGKILL');
        await Promise.all(uploads);
        await start();
      }

      const expected = await readdir(photos);
      let watched: Record<string, unknown>[] = [];
      let uploaded: Record<string, unknown>[] = [];
      for (let i = 0; i < 600; i++) {
        watched = await listAll(`assets?datasetId=${watchedId}`);
        uploaded = await listAll(`assets?datasetId=${uploadsId}`);
        if (watched.length >= expected.length && uploaded.length >= acknowledged.size) break;
        await sleep(100);
      }
      const keysOf = (assets: Record<string, unknown>[]) =>
        assets.map((asset) => String(asset.key)).sort((a, b) => a.localeCompare(b));
      expect(keysOf(watched)).toEqual(expected.sort((a, b) => a.localeCompare(b)));
      expect(new Set(keysOf(watched)).size).toBe(watched.length);
      for (const asset of watched) {
        const isBad = Number.parseInt(String(asset.key), 10) % 5 === 0;
        expect(asset).toMatchObject({ status: isBad ? 'quarantined' : 'ready' });
      }
      expect(keysOf(uploaded)).toEqual(expect.arrayContaining([...acknowledged]));
      expect((await host.end('SIGTERM')).code).toBe(0);
    },
    60_000 + ROUNDS * 20_000,
  );
});
