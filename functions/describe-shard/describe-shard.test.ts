import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { DESCRIPTOR_DIMENSIONS } from '../../shared/curation/descriptor/describe-image.ts';
import { JobEnded, NotFound } from '../../shared/errors.ts';
import { ShardStep } from '../../shared/jobs/job-input.ts';
import { localWorkflows } from '../../shared/workflows/local-workflows.ts';
import { describeShard } from './describe-shard.ts';
import type { DescribeShardDeps } from './describe-shard.ts';
import { readPack } from './packed-image.ts';

const step = { jobId: 'p.j', shard: 3 };
const IMAGES = 25;
const key = blobKeys.unfinishedPack('p', 'built-in-1', 3);
const metrics = { width: 4, height: 2, area: 8, aspectRatio: 2, brightness: 0.5, contrast: 0.2 };
const rest = { sharpness: 1, red: 0, green: 0, blue: 0, entropy: 3 };

/** A shard of two datasets whose images take so many seconds each. */
function world(secondsEach: number) {
  const state = { status: 'running', seconds: 0, reported: [] as number[] };
  const looked: string[] = [];
  const blobs = new Map<string, Uint8Array>();
  const parts = new Map<string, object>();
  const deps = {
    jobs: {
      get: async () => ({
        status: state.status,
        input: { projectId: 'p' },
        progress: { done: 0, total: 50 },
      }),
      listParts: async () => [...parts].map(([part, record]) => ({ part, record })),
      putPart: async (_jobId: string, part: string, record: object) => void parts.set(part, record),
      report: async (_jobId: string, done: number) => void state.reported.push(done),
    },
    projects: { get: async () => ({ datasetIds: ['d', 'e'] }) },
    assets: {
      async *listShard(datasetId: string, _shard: number, afterId = '') {
        for (let n = 10; n < 10 + IMAGES; n++) {
          const id = `${datasetId}.${n}`;
          const hashes = { sha256: `sha-${id}`, phash: '0f', dhash: 'f0' };
          const asset = { id, datasetId, key: `${n}.jpg`, ...hashes, metrics: { ...metrics, ...rest } };
          if (id > afterId) yield { ...asset, status: n === 12 ? 'quarantined' : 'ready' };
        }
      },
    },
    labels: { head: async () => undefined },
    blobs: {
      async get(name: string) {
        const [, sha] = /^embeddings\/built-in-1\/sha-(.+)$/.exec(name) ?? [];
        if (sha !== undefined) {
          state.seconds += secondsEach;
          looked.push(sha);
          return new Uint8Array(new Float32Array(DESCRIPTOR_DIMENSIONS).fill(looked.length).buffer);
        }
        const bytes = blobs.get(name);
        if (!bytes) throw new NotFound('blob', name);
        return bytes;
      },
      put: async (name: string, bytes: Uint8Array) => void blobs.set(name, bytes),
      delete: async (name: string) => void blobs.delete(name),
    },
    now: () => new Date(state.seconds * 1000),
  } as unknown as DescribeShardDeps;
  const packed = async () =>
    (await readPack('p', 'built-in-1', 3, deps.blobs)).rows.map((row) => row.assetId);
  return { state, looked, blobs, parts, deps, packed };
}

it('describes a shard that takes longer than a function may run in several passes, and the machine asks for each', async () => {
  const { state, blobs, deps, parts, packed } = world(50);
  const passes: boolean[] = [];
  const workflows = localWorkflows({
    machinesFolder: fileURLToPath(new URL('../../statemachines', import.meta.url)),
    invoke: async (folder, input) => {
      if (folder === 'plan-job') return { jobId: step.jobId, shards: [step] };
      if (folder === 'account-for-shards') return { jobId: step.jobId, isDone: true, shards: [] };
      if (folder !== 'describe-shard') return { jobId: step.jobId };
      const began = state.seconds;
      const pass = await describeShard(ShardStep.parse(input), deps);
      // The function is cut off after 900.
      expect(state.seconds - began).toBeLessThan(800);
      passes.push(pass.isDone);
      return pass;
    },
  });
  await workflows.startSync('curate', { jobId: step.jobId });
  expect(passes.length).toBeGreaterThan(3);
  expect(passes.indexOf(true)).toBe(passes.length - 1);
  const once = world(0);
  await describeShard(step, once.deps);
  expect(await packed()).toEqual(await once.packed());
  expect(await packed()).toHaveLength(2 * (IMAGES - 1));
  expect(parts.get('03')).toEqual({ shard: 3, items: 48, described: 48, unreadable: 0 });
  expect(state.reported).toEqual([...state.reported].sort((a, b) => a - b));
  expect(state.reported.at(-1)).toBe(48);
  // Nothing is left of the passes.
  expect([...blobs.keys()]).toEqual([blobKeys.vectorPack('p', 'built-in-1', 3)]);
});

it('looks at an image once, but for the few that were under way when the time was up', async () => {
  const { looked, deps } = world(100);
  for (let isDone = false, passes = 0; !isDone; passes++) {
    expect(passes).toBeLessThan(20);
    ({ isDone } = await describeShard(step, deps));
  }
  expect(new Set(looked).size).toBe(48);
  expect(looked.length).toBeLessThan(100);
});

it('keeps what the run before knew while it is under way, and takes it over', async () => {
  const { looked, deps, packed, parts, state, blobs } = world(0);
  await describeShard(step, deps);
  const before = await packed();
  looked.length = 0;
  parts.clear();
  // Every look at the clock costs 60 seconds.
  deps.now = () => new Date((state.seconds += 60) * 1000);
  const next = { ...step, jobId: 'p.next' };
  expect(await describeShard(next, deps)).toMatchObject({ isDone: false });
  expect(await packed()).toEqual(before);
  while (!(await describeShard(next, deps)).isDone);
  expect(await packed()).toEqual(before);
  expect(looked).toEqual([]);
  expect(parts.get('03')).toMatchObject({ described: 0 });
  expect(blobs.has(key)).toBe(false);
});

it('begins again where another job or a damaged file has left its place', async () => {
  const { deps, packed, blobs } = world(100);
  expect(await describeShard({ ...step, jobId: 'p.other' }, deps)).toMatchObject({ isDone: false });
  const first = await describeShard(step, deps);
  expect(first).toMatchObject({ isDone: false });
  expect(await describeShard(step, deps)).toMatchObject({ isDone: false });
  for (const cut of [2, 90, 400]) {
    blobs.set(key, blobs.get(key)!.subarray(0, cut));
    expect((await describeShard(step, deps)).result.items).toBe(first.result.items);
  }
  while (!(await describeShard(step, deps)).isDone);
  expect(await packed()).toHaveLength(48);
});

it('does not go on when the job was cancelled between two passes', async () => {
  const { state, deps, parts } = world(100);
  await describeShard(step, deps);
  state.status = 'cancelled';
  await expect(describeShard(step, deps)).rejects.toThrow(JobEnded);
  expect(parts.size).toBe(0);
});
