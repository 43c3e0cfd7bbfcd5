import { expect, it } from 'vitest';
import { JobEnded, NotFound } from '../../shared/errors.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import { embedShard } from './embed-shard.ts';
import type { EmbedShardDeps } from './embed-shard.ts';

const step = { jobId: 'p.j', shard: 2 };

/** A project of `count` images, some with their embeddings; `after` is called with the number of images asked about. */
function world(count: number, known: string[] = [], after: (asked: number) => void = () => {}) {
  const state = { status: 'running', embedsImages: true, asked: [] as string[], parts: 0 };
  const deps = {
    jobs: {
      get: async () => ({
        status: state.status,
        input: { projectId: 'p', modelId: 'nano' },
        progress: { done: 0, total: count },
      }),
      listParts: async () => [],
      putPart: async () => void state.parts++,
      report: async () => {},
    } as unknown as JobStore,
    projects: { get: async () => ({ datasetIds: ['d'], embedsImages: state.embedsImages }) },
    assets: {
      async *listShard() {
        for (let n = 0; n < count; n++)
          yield {
            datasetId: 'd',
            key: `${n}.jpg`,
            sha256: `sha-${n}`,
            status: n === 1 ? 'quarantined' : 'ready',
          };
      },
    },
    models: {
      encode: async (modelId: string, image: { sha256: string }, options: unknown) => {
        expect([modelId, options]).toEqual(['nano', { priority: 'batch' }]);
        state.asked.push(image.sha256);
        after(state.asked.length);
        if (image.sha256 === 'sha-3') throw new NotFound('blob', 'images/d/3.jpg');
      },
    },
    blobs: {
      head: async (key: string) => (known.includes(key) ? {} : undefined),
      get: async () => new Uint8Array(),
    },
  } as unknown as EmbedShardDeps;
  return { state, deps };
}

it('embeds what has no embedding yet, and passes over a file that is gone', async () => {
  const { state, deps } = world(5, ['embeddings/nano/sha-0']);
  expect(await embedShard(step, deps)).toMatchObject({ items: 4, embedded: 2, unreadable: 1 });
  expect(state.asked).toEqual(['sha-2', 'sha-3', 'sha-4']);
});

it('fails when a file of the model is gone, rather than to call every image unreadable', async () => {
  const { deps } = world(5);
  deps.models.encode = () => Promise.reject(new NotFound('blob', 'models/nano/encoder.onnx'));
  await expect(embedShard(step, deps)).rejects.toThrow(/models\/nano/);
});

it('ends soon when the job is cancelled, and leaves the rest when it is no longer asked for', async () => {
  const cancelled = world(30, [], (asked) => {
    if (asked === 3) cancelled.state.status = 'cancelled';
  });
  await expect(embedShard(step, cancelled.deps)).rejects.toThrow(JobEnded);
  expect(cancelled.state.asked.length).toBeLessThan(10);
  expect(cancelled.state.parts).toBe(0);

  const off = world(30, [], (asked) => {
    if (asked === 3) off.state.embedsImages = false;
  });
  await embedShard(step, off.deps);
  expect(off.state.asked.length).toBeLessThan(10);
});
