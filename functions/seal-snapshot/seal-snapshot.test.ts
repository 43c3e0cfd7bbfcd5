import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { SnapshotLeaf, type SnapshotItem } from '../../shared/snapshots/manifest.ts';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import type { Asset } from '../../shared/store/records/asset.ts';
import type { Job } from '../../shared/store/records/job.ts';
import type { Snapshot } from '../../shared/store/records/snapshot.ts';
import type { Task } from '../../shared/workflow/task.ts';
import { freezeShard, type FreezeShardDeps } from '../freeze-shard/freeze-shard.ts';
import { sealSnapshotJob, type SealSnapshotDeps } from './seal-snapshot.ts';

/** `LAPIDARY_SNAPSHOT_IMAGES=1000000` for the size that is promised; some minutes. */
const IMAGES = Number(process.env['LAPIDARY_SNAPSHOT_IMAGES'] ?? 5_000);
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Blobs in memory that remember every key they were asked to write. */
function countingBlobs() {
  const kept = new Map<string, Uint8Array>();
  const written: string[] = [];
  const blobs = {
    put: async (key: string, body: Uint8Array) => {
      written.push(key);
      kept.set(key, body);
      return { etag: '', size: body.length };
    },
    get: async (key: string) => {
      const found = kept.get(key);
      if (!found) throw new Error(`There is no blob "${key}".`);
      return found;
    },
    head: async (key: string) =>
      kept.has(key) ? { size: 1, etag: '', modifiedAt: new Date(0), contentType: '' } : undefined,
    delete: async (key: string) => void kept.delete(key),
  } as unknown as Blobs;
  return { blobs, kept, written };
}

/** A project of so many images, of which one in twenty is a copy of the one before and one looks like it. */
function project(images: number, labelsOf: (n: number) => string) {
  const { blobs, kept, written } = countingBlobs();
  const snapshots = new Map<string, Snapshot>();
  const asset = (n: number): Asset => {
    const original = n % 20 === 9 || n % 20 === 15 ? n - 1 : n;
    const hash = sha(`look ${original}`).slice(0, 16);
    return {
      id: `d.${n}`,
      datasetId: 'd',
      kind: 'image',
      key: `${n}.jpg`,
      name: `${n}.jpg`,
      width: 9,
      height: 9,
      size: 9,
      contentType: 'image/jpeg',
      status: 'ready',
      warnings: [],
      metrics: {},
      writes: 0,
      sha256: sha(`bytes ${n % 20 === 9 ? n - 1 : n}`),
      phash: hash,
      dhash: hash,
      createdAt: '',
      updatedAt: '',
    };
  };
  const jobs = {
    get: async (id: string) =>
      ({
        id,
        kind: 'freeze-snapshot',
        status: 'running',
        progress: {
          done: 0,
          total: images,
        },
        input: {
          projectId: 'p',
          snapshotId: `p.${id}`,
          include: 'labelled',
          splits: {
            train: 0.8,
            val: 0.1,
            test: 0.1,
          },
          seed: 1,
        },
      }) as unknown as Job,
    listParts: async () => [],
    putPart: async () => undefined,
    report: async () => undefined,
    succeed: async () => undefined,
  };
  const deps = {
    blobs,
    jobs,
    tasks: {
      async *listShard(_: string, shard: number): AsyncGenerator<Task> {
        for (let n = shard; n < images; n += SHARD_COUNT)
          yield { id: `p.${n}`, assetId: `d.${n}`, stageKind: 'complete' } as Task;
      },
    },
    assets: { find: async (id: string) => asset(Number(id.slice(2))) },
    labels: {
      get: async (taskId: string) => {
        const n = Number(taskId.slice(2));
        const object = {
          id: labelsOf(n),
          classId: n % 100 === 0 ? 'rare' : 'common',
          attributes: {},
          source: 'manual',
          shape: {
            type: 'box',
            x: n % 7,
            y: 0,
            width: 1,
            height: 1,
          },
          createdBy: 'u',
          updatedBy: 'u',
          createdAt: '2026-01-01T00:00:00.000Z',
          updatedAt: '2026-01-01T00:00:00.000Z',
        } as LabelObject;
        return { taskId, branch: 'main' as const, revision: 1, objects: [object], classifications: [] };
      },
    },
    snapshots: {
      get: async (id: string) =>
        snapshots.get(id) ??
        ({ id, status: 'freezing', ontologyId: 'o', ontologyRevision: 1, counts: {} } as unknown as Snapshot),
      seal: async (id: string, sealing: Partial<Snapshot>) => {
        const sealed = { ...(await deps.snapshots.get(id)), ...sealing, status: 'sealed' } as Snapshot;
        snapshots.set(id, sealed);
        return sealed;
      },
    },
    ontologies: { get: async () => ({ content: { classes: [], classifications: [] } }) },
  };
  const freeze = async (jobId: string) => {
    for (let shard = 0; shard < SHARD_COUNT; shard++)
      await freezeShard({ jobId, shard }, deps as unknown as FreezeShardDeps);
    return sealSnapshotJob({ jobId }, deps as unknown as SealSnapshotDeps);
  };
  const items = (): SnapshotItem[] =>
    [...kept].flatMap(([key, bytes]) =>
      key.startsWith(blobKeys.snapshotLeaf(''))
        ? SnapshotLeaf.parse(JSON.parse(Buffer.from(bytes).toString())).items
        : [],
    );
  return { freeze, kept, written, items };
}

describe('freezing a project', () => {
  it(
    `writes one leaf, the root and one label document when one of ${IMAGES} images changed`,
    { timeout: 1_800_000 },
    async () => {
      let changed = '';
      // One document for most images: what is under test is the tree, not a million blobs.
      const { freeze, kept, written } = project(IMAGES, (n) => (n === 77 ? `object${changed}` : 'object'));
      const first = await freeze('one');
      expect(first.items).toBe(IMAGES);
      changed = ' changed';
      written.length = 0;
      const before = new Set(kept.keys());
      const second = await freeze('two');
      expect(second.sha256).not.toBe(first.sha256);

      const isWork = (key: string): boolean =>
        key.startsWith(blobKeys.snapshotPart('two', 0).split('two')[0] + 'two');
      const stayed = written.filter((key) => !isWork(key));
      expect(stayed.map((key) => key.replace(/[0-9a-f]{64}/, '#')).sort()).toEqual(
        [blobKeys.labels('#'), blobKeys.snapshotLeaf('#'), blobKeys.snapshotRoot('#')].sort(),
      );
      // The working files of the sixteen shards are gone again.
      expect([...kept.keys()].filter((key) => !before.has(key)).sort()).toEqual([...stayed].sort());

      // Nothing changed: nothing is written, and the proof is the same.
      written.length = 0;
      expect((await freeze('three')).sha256).toBe(second.sha256);
      expect(written.filter((key) => !key.includes('three'))).toEqual([]);
    },
  );

  it('keeps copies and look-alikes in one split and shares every class out alike', async () => {
    const { freeze, items } = project(5_000, () => 'object');
    await freeze('one');
    const splitOf = new Map(items().map(({ assetId, split }) => [Number(assetId.slice(2)), split]));
    for (let n = 1; n < 5_000; n++)
      if (n % 20 === 9 || n % 20 === 15) expect(splitOf.get(n)).toBe(splitOf.get(n - 1));
    for (const [split, share] of [
      ['train', 0.8],
      ['val', 0.1],
      ['test', 0.1],
    ] as const) {
      const all = [...splitOf].filter(([, one]) => one === split).map(([n]) => n);
      expect(Math.abs(all.length - 5_000 * share)).toBeLessThanOrEqual(5);
      expect(Math.abs(all.filter((n) => n % 100 === 0).length - 50 * share)).toBeLessThanOrEqual(1);
    }
  });

  it('is done again without harm when it was cut off behind the seal', async () => {
    const { freeze, written } = project(100, () => 'object');
    const sealed = await freeze('one');
    written.length = 0;
    expect(await freeze('one')).toEqual(sealed);
    expect(written.every((key) => key.includes('one'))).toBe(true);
  });
});
