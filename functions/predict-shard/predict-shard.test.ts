import { expect, it } from 'vitest';
import { ModelNotReady } from '../../shared/errors.ts';
import type { PredictedObject } from '../../shared/models/predicted-object.ts';
import { predictShard } from './predict-shard.ts';
import type { PredictShardDeps } from './predict-shard.ts';

const found: PredictedObject = { className: 'stone', box: { x: 1, y: 2, width: 3, height: 4 }, score: 0.8 };

/** A shard of two labelled images; the model answers in turn what is given. */
function world(answers: (PredictedObject[] | Error)[]) {
  const saved = new Map<string, unknown[]>();
  const asked: (string | undefined)[] = [];
  const deps = {
    jobs: {
      get: async () => ({
        status: 'running',
        input: {
          projectId: 'p',
          predictionSetId: 's',
          modelId: 'sam2.1-hiera-base-plus',
          ontologyId: 'o',
          ontologyRevision: 1,
          iouType: 'bbox',
        },
      }),
    },
    tasks: {
      async *listShard() {
        for (const id of ['one', 'two']) yield { id, assetId: `asset-${id}` };
      },
    },
    labels: {
      get: async () => ({ revision: 1, objects: [], classifications: [] }),
      head: async (taskId: string) => (saved.has(taskId) ? { revision: 1 } : undefined),
      save: async ({ taskId, content }: { taskId: string; content: { objects: unknown[] } }) => {
        saved.set(taskId, content.objects);
        return { revision: 1 };
      },
    },
    assets: {
      find: async (id: string) => ({ id, datasetId: 'd', key: `${id}.jpg`, sha256: id, status: 'ready' }),
    },
    predictionSets: { get: async () => ({ branch: 'prediction/s' }) },
    ontologies: {
      get: async () => ({
        content: { classes: [{ id: 'stone', name: 'Stone', shape: 'box', color: '#fff' }] },
      }),
    },
    models: () => ({
      predict: async (_modelId: string, [image]: { key?: string }[]) => {
        asked.push(image.key);
        const answer = answers.shift() ?? [];
        if (answer instanceof Error) throw answer;
        return [answer];
      },
    }),
    now: () => new Date('2026-05-01T10:00:00Z'),
  } as unknown as PredictShardDeps;
  return { deps, saved, asked };
}

it('goes on where it was when the machine of the model has to wake up first', async () => {
  const { deps, saved, asked } = world([
    [found],
    new ModelNotReady('sam2.1-hiera-base-plus'),
    [found, found],
  ]);
  const step = { jobId: 'j', shard: 3 };
  expect(await predictShard(step, deps)).toEqual({ ...step, predicted: 1, isDone: false });
  expect(await predictShard(step, deps)).toEqual({ ...step, predicted: 1, isDone: true });
  expect([...saved].map(([task, objects]) => [task, objects.length])).toEqual([
    ['one', 1],
    ['two', 2],
  ]);
  // By keys: the model fetches the images itself, and the first one only once.
  expect(asked).toEqual(['images/d/asset-one.jpg', 'images/d/asset-two.jpg', 'images/d/asset-two.jpg']);
});
