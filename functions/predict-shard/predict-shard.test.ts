import { expect, it } from 'vitest';
import { ModelNotReady, NotFound } from '../../shared/errors.ts';
import type { PredictedObject } from '../../shared/models/predicted-object.ts';
import { predictShard } from './predict-shard.ts';
import type { PredictShardDeps } from './predict-shard.ts';

const found: PredictedObject = { className: 'stone', box: { x: 1, y: 2, width: 3, height: 4 }, score: 0.8 };

/** A shard of two labelled images; the model answers in turn what is given. */
function world(answers: (PredictedObject[] | Error)[], processed: Record<string, string> = {}) {
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
    blobs: {
      list: async (prefix: string) => ({
        items: Object.keys(processed)
          .filter((key) => key.startsWith(prefix))
          .map((key) => ({ key })),
      }),
      get: async (key: string) => Buffer.from(processed[key]),
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

it('saves what a processing job has found, and asks the model only about the rest', async () => {
  const folder = 'predictions/processing/j/found/03/';
  const line = { taskId: 'two', found: [found, { ...found, className: 'pebble' }] };
  const { deps, saved, asked } = world([[]], {
    [`${folder}run-here-0.jsonl`]: `${JSON.stringify(line)}\n`,
    [`${folder}run-here-1.part`]: '{"torn',
    'predictions/processing/j/found/04/run-here-0.jsonl': '{"taskId":"one","found":[]}\n',
  });
  expect(await predictShard({ jobId: 'j', shard: 3 }, deps)).toMatchObject({ predicted: 2, isDone: true });
  expect(asked).toEqual(['images/d/asset-one.jpg']);
  // The ontology knows no pebbles.
  expect(saved.get('two')).toMatchObject([{ classId: 'stone', confidence: 0.8, source: 'model' }]);
});

it('counts the objects of an image whose file is gone as missed', async () => {
  const { deps, saved } = world([new NotFound('blob', 'images/d/asset-one.jpg'), [found]]);
  expect(await predictShard({ jobId: 'j', shard: 3 }, deps)).toMatchObject({ predicted: 2, isDone: true });
  expect(saved.get('one')).toEqual([]);
});
