import { beforeEach, expect, it } from 'vitest';
import { JobEnded, ModelUnusable, NotFound, NotReady, SpendCeilingReached } from '../../shared/errors.ts';
import { ImageToPredict } from '../../shared/models/image-to-predict.ts';
import type { ProcessingState } from '../../shared/models/processing-jobs.ts';
import { imageSources } from '../../shared/models/processing-keys.ts';
import { preparePredictions } from './prepare-predictions.ts';
import type { PreparePredictionsDeps } from './prepare-predictions.ts';

const settings = {
  bucket: 'ours',
  jobPrefix: 'lapidary-dev-',
  roleArn: 'arn:aws:iam::1:role/jobs',
  image: 'registry/serving:1',
  instance: 'ml.g5.xlarge',
  mostInstances: 4,
  dollarsPerHour: 2,
  codeUrl: 's3://assets/code.tar.gz',
  keyArn: 'arn:aws:kms:::key/k',
};
const attached = { url: 's3://photos/2024/', bucket: 'photos', prefix: '2024/', datasetId: 'theirs' };
const step = { jobId: 'p.j', shards: [{ jobId: 'p.j', shard: 0 }] };
const model = {
  id: 'finder',
  name: 'Finder',
  kind: 'detector',
  profile: 'yolo-v8',
  licence: 'MIT',
  files: { model: { name: 'model.onnx' } },
  classes: ['stone'],
};

let kept: Map<string, string>;
let parts: { part: string; record: Record<string, unknown> }[];
let charged: { name: string; seconds: number }[];
let ceiling: number | undefined;
let spent: number;
let state: ProcessingState | undefined;
let isHere: boolean;
let status: string;
let settled: string[];

/** Four labelled images in shard 0: two of ours, one of an attached bucket, one whose file is gone. */
const images: Record<string, string> = {
  a: 'd/a.jpg',
  b: 'd/b c.jpg',
  c: 'theirs/x/c.jpg',
  gone: 'd/gone.jpg',
};

beforeEach(() => {
  kept = new Map([['models/finder/model.json', JSON.stringify(model)]]);
  for (const key of Object.values(images))
    if (!key.includes('gone')) kept.set(`images/${key}`, 'x'.repeat(1000));
  parts = [];
  charged = [];
  ceiling = undefined;
  spent = 0;
  state = undefined;
  isHere = false;
  status = 'running';
  settled = [];
});

const deps = (): PreparePredictionsDeps =>
  ({
    jobs: {
      get: async () => ({
        status,
        input: {
          projectId: 'p',
          predictionSetId: 's',
          modelId: 'finder',
          ontologyId: 'o',
          ontologyRevision: 1,
          iouType: 'bbox',
        },
      }),
      listParts: async () => parts,
      settle: async (id: string) => void settled.push(id),
      putPart: async (_job: string, part: string, record: Record<string, unknown>) => {
        parts = [...parts.filter((other) => other.part !== part), { part, record }];
      },
    },
    tasks: {
      async *listShard(_project: string, shard: number) {
        if (shard === 0) for (const id of Object.keys(images)) yield { id, assetId: id };
      },
    },
    assets: {
      find: async (id: string) => {
        const [datasetId, ...key] = images[id].split('/');
        return { id, datasetId, key: key.join('/'), status: 'ready', width: 1, height: 1 };
      },
    },
    labels: { get: async () => ({ revision: 1 }), head: async () => undefined },
    predictionSets: { get: async () => ({ branch: 'prediction/s' }) },
    budgets: {
      requireRoom: async () => {
        if (ceiling !== undefined && spent >= ceiling)
          throw new SpendCeilingReached(spent, ceiling, '2026-05');
      },
      budget: async () => ({ projectId: 'p', dollarsPerMonth: ceiling }),
      spent: async () => ({ month: '2026-05', dollars: spent, seconds: 0, calls: 0 }),
      chargeTraining: async (_project: string, name: string, seconds: number) =>
        void charged.push({ name, seconds }),
    },
    blobs: {
      get: async (key: string) => {
        if (!kept.has(key)) throw new NotFound('blob', key);
        return Buffer.from(kept.get(key)!);
      },
      put: async (key: string, body: Buffer) => void kept.set(key, body.toString()),
      head: async (key: string) => (kept.has(key) ? { size: kept.get(key)!.length } : undefined),
      list: async (prefix: string) => ({
        items: [...kept.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key })),
      }),
    },
    processing: () =>
      isHere
        ? undefined
        : { settings, sources: imageSources('ours', [attached]), jobs: { describe: async () => state } },
  }) as unknown as PreparePredictionsDeps;

it('lays out one job over the images that are there, each with its bucket', async () => {
  const { isProcessing, processing } = await preparePredictions(step, deps());
  expect(isProcessing).toBe(true);
  expect(processing).toMatchObject({
    ProcessingJobName: 'lapidary-dev-p-j-1',
    RoleArn: settings.roleArn,
    ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.g5.xlarge' } },
    StoppingCondition: { MaxRuntimeInSeconds: 21_600 },
  });
  const inputs = processing!.ProcessingInputs.map((input) => input.S3Input as Record<string, string>);
  expect(inputs.map(({ LocalPath, S3DataDistributionType }) => [LocalPath, S3DataDistributionType])).toEqual([
    ['/opt/ml/processing/input/code', 'FullyReplicated'],
    ['/opt/ml/processing/input/model', 'FullyReplicated'],
    ['/opt/ml/processing/input/listing', 'FullyReplicated'],
    ['/opt/ml/processing/input/images/0', 'ShardedByS3Key'],
    ['/opt/ml/processing/input/images/1', 'ShardedByS3Key'],
  ]);
  const input = 'predictions/processing/p.j/input-1/';
  const lines = kept.get(`${input}images.jsonl`)!.trim().split('\n');
  expect(lines.map((line) => ImageToPredict.parse(JSON.parse(line)))).toEqual([
    { taskId: 'a', shard: 0, file: 'images/0/d/a.jpg' },
    { taskId: 'b', shard: 0, file: 'images/0/d/b c.jpg' },
    { taskId: 'c', shard: 0, file: 'images/1/x/c.jpg' },
  ]);
  expect(JSON.parse(kept.get(`${input}manifest-0.json`)!)).toEqual([
    { prefix: 's3://ours/images/' },
    'd/a.jpg',
    'd/b c.jpg',
  ]);
  expect(JSON.parse(kept.get(`${input}manifest-1.json`)!)).toEqual([
    { prefix: 's3://photos/2024/' },
    'x/c.jpg',
  ]);
});

it('afterwards puts down the cost, and asks again only for what an attempt has left', async () => {
  await preparePredictions(step, deps());
  kept.set(
    'predictions/processing/p.j/found/00/x-0.jsonl',
    '{"taskId":"a","found":[]}\n{"taskId":"b","found":[]}\n',
  );
  state = { isRunning: false, isDone: false, seconds: 500, reason: 'CapacityError', isModelsFault: false };
  const again = await preparePredictions(step, deps());
  expect(charged).toEqual([{ name: 'lapidary-dev-p-j-1', seconds: 500 }]);
  expect(again.processing?.ProcessingJobName).toBe('lapidary-dev-p-j-2');
  expect(kept.get('predictions/processing/p.j/input-2/images.jsonl')?.trim().split('\n')).toHaveLength(1);

  kept.set(
    'predictions/processing/p.j/found/00/y-0.jsonl',
    '{"taskId":"c","found":[],"problem":"cut off"}\n',
  );
  expect(await preparePredictions(step, deps())).toEqual({ ...step, isProcessing: false });
});

it('of a cancelled job puts down what it costs until its machines rest, also when the model is gone', async () => {
  await preparePredictions(step, deps());
  status = 'cancelled';
  kept.delete('models/finder/model.json');
  state = { isRunning: true, isDone: false, seconds: 90, isModelsFault: false };
  await expect(preparePredictions(step, deps())).rejects.toThrow(NotReady);
  expect(settled).toEqual([]);
  state = { ...state, isRunning: false, seconds: 140 };
  await expect(preparePredictions({ jobId: 'p.j', shards: [] }, deps())).rejects.toThrow(JobEnded);
  const name = 'lapidary-dev-p-j-1';
  expect(charged).toEqual([
    { name, seconds: 90 },
    { name, seconds: 140 },
  ]);
  expect(settled).toEqual(['p.j']);
  expect(parts).toEqual([{ part: 'processing', record: { attempts: 1 } }]);
});

it('does nothing for a cancelled job that had no machines', async () => {
  status = 'cancelled';
  await expect(preparePredictions(step, deps())).rejects.toThrow(JobEnded);
  isHere = true;
  await expect(preparePredictions(step, deps())).rejects.toThrow(JobEnded);
  expect(charged).toEqual([]);
  expect(parts).toEqual([]);
});

it('gives up after three attempts with the reason, and at once when the model is at fault', async () => {
  state = { isRunning: false, isDone: false, seconds: 60, reason: 'CapacityError', isModelsFault: false };
  for (let attempt = 1; attempt <= 3; attempt++) await preparePredictions(step, deps());
  const failed = preparePredictions(step, deps());
  await expect(failed).rejects.toThrow(ModelUnusable);
  await expect(failed).rejects.toThrow('over 3 images (attempt 3): CapacityError');
  state = undefined;
  const refused = {
    ...step,
    refusal: { Error: 'SageMaker.ResourceLimitExceededException', Cause: 'quota 0' },
  };
  await expect(preparePredictions(refused, deps())).rejects.toThrow('quota 0');

  parts = [];
  await preparePredictions(step, deps());
  const reason = 'model.onnx cannot be opened';
  state = { isRunning: false, isDone: false, seconds: 60, reason, isModelsFault: true };
  await expect(preparePredictions(step, deps())).rejects.toThrow(`(attempt 1): ${reason}`);
});

it('runs no longer than the project can pay, and not at all when it has spent its month', async () => {
  ceiling = 10;
  spent = 9;
  const { processing } = await preparePredictions(step, deps());
  expect(processing?.StoppingCondition.MaxRuntimeInSeconds).toBe(1800);
  spent = 10;
  await expect(preparePredictions(step, deps())).rejects.toThrow(SpendCeilingReached);
});

it('leaves the images to the shards on one machine, and for models that are no detectors', async () => {
  isHere = true;
  expect(await preparePredictions(step, deps())).toEqual({ ...step, isProcessing: false });
  isHere = false;
  kept.delete('models/finder/model.json');
  expect(await preparePredictions(step, deps())).toEqual({ ...step, isProcessing: false });
  expect(parts).toEqual([]);
});
