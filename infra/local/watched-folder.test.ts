import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchFolder } from './watched-folder.ts';
import type { WatchedFolder } from './watched-folder.ts';

let folder: string;
let watched: WatchedFolder | undefined;
const ownUser = process.geteuid?.();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-watch-'));
});
afterEach(async () => {
  await watched?.close();
  if (ownUser !== undefined) process.seteuid?.(ownUser);
  await rm(folder, { recursive: true, force: true });
});

/** To root nothing is locked. */
async function stepDownFromRoot(): Promise<void> {
  if (ownUser !== 0) return;
  await chown(folder, 65_534, 65_534);
  process.seteuid?.(65_534);
}

it.skipIf(process.platform === 'win32')('tells of the neighbours of what may not be read', async () => {
  for (const name of ['a-open', 'b-locked', 'c-open']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'one.jpg'), name);
  }
  await chmod(join(folder, 'b-locked'), 0);
  await stepDownFromRoot();

  const seen: string[] = [];
  const errors: unknown[] = [];
  const known = new Map([['b-locked/before.jpg', 'etag']]);
  const deleted: string[] = [];
  watched = watchFolder({
    folder,
    known,
    created: async (key) => void seen.push(key),
    deleted: async (key) => void deleted.push(key),
    log: { info: () => {}, warn: () => {}, error: (_message, fields) => void errors.push(fields?.directory) },
    settleMilliseconds: 10,
    rescanMilliseconds: 100,
  });
  await watched.scanned;
  await expect.poll(() => seen.toSorted()).toEqual(['a-open/one.jpg', 'c-open/one.jpg']);
  await new Promise((done) => setTimeout(done, 350));
  expect(errors).toEqual(['b-locked']);
  expect(deleted).toEqual([]);
});

it.skipIf(process.platform === 'win32')('tells again of a locked file when it is opened up', async () => {
  const file = join(folder, 'locked.jpg');
  await writeFile(file, 'locked');
  await chmod(file, 0);
  await stepDownFromRoot();

  const seen: string[] = [];
  watched = watchFolder({
    folder,
    known: new Map(),
    created: async (key) => void seen.push(key),
    deleted: async () => {},
    log: { info: () => {}, warn: () => {}, error: () => {} },
    settleMilliseconds: 10,
    rescanMilliseconds: 50,
  });
  await expect.poll(() => seen).toEqual(['locked.jpg']);
  await new Promise((done) => setTimeout(done, 300));
  expect(seen).toEqual(['locked.jpg']);

  if (ownUser === 0) process.seteuid?.(0);
  await chmod(file, 0o644);
  await stepDownFromRoot();
  await expect.poll(() => seen).toEqual(['locked.jpg', 'locked.jpg']);
});
