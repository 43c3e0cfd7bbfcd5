import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Blobs } from '../blobs/blobs.ts';
import { bucketDestinations } from './bucket-destinations.ts';
import { bucketPlaces } from './bucket-places.ts';
import { folderDestinations } from './folder-destinations.ts';

const CLIMBING = ['../a', 'a/../../b', '/etc/passwd', '', 'a/..', '.', 'a\\..\\b', 'a\0b'];
const refusal = { code: 'invalid-input' };

it('a deployment names buckets and prefixes, each once', () => {
  expect(bucketPlaces('trainers=s3://train/lapidary, archive=s3://old.data')).toEqual([
    { name: 'trainers', location: 's3://train/lapidary/', bucket: 'train', prefix: 'lapidary/' },
    { name: 'archive', location: 's3://old.data/', bucket: 'old.data', prefix: '' },
  ]);
  expect(bucketPlaces(undefined)).toEqual([]);
  for (const wrong of [
    's3://train',
    'Trainers=s3://train',
    '..=s3://train',
    'a=train',
    'a=s3://Train',
    'a=s3://train/*',
    'a=s3://train/x/../y',
    'a=s3://train//x',
    'a=s3://one,a=s3://two',
  ])
    expect(() => bucketPlaces(wrong), wrong).toThrow(expect.objectContaining(refusal));
});

describe('in a bucket, an export', () => {
  const puts: string[] = [];
  const blobs: Pick<Blobs, 'put'> = {
    put: async (key) => {
      puts.push(key);
      return { etag: 'e', size: 3 };
    },
  };
  const open = (bucketBlobs: Pick<Blobs, 'put'>) =>
    bucketDestinations(bucketPlaces('trainers=s3://train/lapidary'), () => bucketBlobs).open(
      'trainers',
      'p.j',
    );

  it('lies below the prefix, in a folder of its own', async () => {
    const folder = open(blobs);
    expect(folder.location).toBe('s3://train/lapidary/p.j/');
    expect(await folder.put('images/a//b.png', Buffer.from('abc'))).toEqual({ size: 3 });
    expect(puts).toEqual(['lapidary/p.j/images/a//b.png']);
    for (const path of CLIMBING)
      await expect(folder.put(path, Buffer.from('x')), path).rejects.toMatchObject(refusal);
    expect(puts).toHaveLength(1);
  });

  it('says which destination does not let it write, and lets other faults pass for another try', async () => {
    const failing = (status: number) =>
      open({
        put: async () => {
          throw Object.assign(new Error('Access Denied'), { $metadata: { httpStatusCode: status } });
        },
      }).put('a.json', Buffer.from('x'));
    await expect(failing(403)).rejects.toMatchObject({
      code: 'destination-unwritable',
      message: expect.stringMatching(/"trainers".*Access Denied/),
    });
    await expect(failing(503)).rejects.toMatchObject({ message: 'Access Denied' });
  });
});

describe('in a folder of the machine, an export', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lapidary-destination-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const open = () => folderDestinations(new Map([['trainers', root]])).open('trainers', 'job');

  it('is whole files under their own names, and nothing else when it is done', async () => {
    const folder = open();
    expect(folder.location).toBe(`${root}/job/`);
    await folder.put('images/Ä b.png', Buffer.from('abc'));
    await folder.put('images/Ä b.png', Buffer.from('abcd'));
    async function* breaks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('gone');
    }
    await expect(folder.put('broken.png', breaks())).rejects.toThrow('gone');
    // As a kill in the middle of a file leaves it.
    await writeFile(join(root, 'job', '.incoming', 'left'), 'half');
    await folder.tidy();
    expect(await readFile(join(root, 'job', 'images', 'Ä b.png'), 'utf8')).toBe('abcd');
    expect(await readdir(join(root, 'job'))).toEqual(['images']);
  });

  it('never leaves its folder', async () => {
    const folder = open();
    for (const path of [...CLIMBING, '.incoming/x', 'a//b'])
      await expect(folder.put(path, Buffer.from('x')), path).rejects.toMatchObject(refusal);
    const all = folderDestinations(new Map([['trainers', root]]));
    expect(() => all.open('trainers', '../other')).toThrow(expect.objectContaining(refusal));
    expect(() => all.open('..', 'job')).toThrow(
      expect.objectContaining({
        code: 'unknown-destination',
        details: { destination: '..', known: ['trainers'] },
      }),
    );
    expect(await readdir(root)).toEqual([]);
  });

  it('says so when a file stands where a folder must be', async () => {
    await writeFile(join(root, 'job'), 'theirs');
    await expect(open().put('a.json', Buffer.from('x'))).rejects.toMatchObject({
      code: 'destination-unwritable',
    });
    expect(await readFile(join(root, 'job'), 'utf8')).toBe('theirs');
  });
});
