import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attachedBlobs } from './attached-blobs.ts';
import { attachedSources } from './attached-sources.ts';
import type { Blobs } from './blobs.ts';
import { diskBlobs } from './disk-blobs.ts';

let folder: string;
let own: Blobs;
let theirs: Blobs;
let blobs: Blobs;
const [source] = attachedSources('photos/2024');
const image = (key: string) => `images/${source.datasetId}/${key}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lapidary-attached-'));
  const disk = (name: string) =>
    diskBlobs({
      folder: join(folder, name),
      secret: Buffer.alloc(32),
      origin: () => `http://${name}.example`,
      now: () => new Date(),
    });
  [own, theirs] = [disk('own'), disk('photos')];
  blobs = attachedBlobs(own, [source], () => theirs);
  for (const key of ['2024/a.jpg', '2024/b.jpg', '2023/old.jpg']) await theirs.put(key, Buffer.from(key));
  await own.put('images/other/a.jpg', Buffer.from('own'));
});
afterAll(() => rm(folder, { recursive: true }));

it('reads a dataset from the bucket that it mirrors, and all others from its own', async () => {
  expect(Buffer.from(await blobs.get(image('2024/a.jpg'))).toString()).toBe('2024/a.jpg');
  expect(Buffer.from(await blobs.get('images/other/a.jpg')).toString()).toBe('own');
  expect((await blobs.head(image('2024/b.jpg')))?.size).toBe(10);
  expect(await blobs.head(image('2024/none.jpg'))).toBeUndefined();
  expect(await blobs.signedUrl(image('2024/a.jpg'), { method: 'GET', expiresSeconds: 60 })).toMatch(
    /^http:\/\/photos\.example/,
  );
});

it('lists what lies under the prefix, page by page, with the keys of the dataset', async () => {
  const first = await blobs.list(image(''), { limit: 1 });
  expect(first.items.map(({ key }) => key)).toEqual([image('2024/a.jpg')]);
  const second = await blobs.list(image(''), { after: first.next });
  expect(second.items.map(({ key }) => key)).toEqual([image('2024/b.jpg')]);
});

it('writes and deletes nothing there', async () => {
  const refused = { name: 'NotAllowed' };
  await expect(blobs.put(image('2024/c.jpg'), Buffer.from('x'))).rejects.toMatchObject(refused);
  await expect(blobs.delete(image('2024/a.jpg'))).rejects.toMatchObject(refused);
  const link = { method: 'PUT', expiresSeconds: 60, contentLength: 1 } as const;
  await expect(blobs.signedUrl(image('2024/c.jpg'), link)).rejects.toMatchObject(refused);
  expect(await theirs.head('2024/a.jpg')).toBeDefined();
});

it('knows buckets and prefixes, and refuses what would take files in twice', () => {
  expect(attachedSources('photos, s3://archive/2024')).toMatchObject([
    { url: 's3://photos/', bucket: 'photos', prefix: '' },
    { url: 's3://archive/2024/', bucket: 'archive', prefix: '2024/' },
  ]);
  expect(attachedSources(undefined)).toEqual([]);
  for (const wrong of ['Photos', 'a', 'photos/*', 'photos,photos/2024', 'photos/${x}']) {
    expect(() => attachedSources(wrong), wrong).toThrow();
  }
});
