import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { NotFound, SpendCeilingReached } from '../errors.ts';
import { encodeRleCounts } from '../geometry/rle-codec.ts';
import { asyncEndpoint } from './async-endpoint.ts';
import { endpointModels } from './endpoint-models.ts';
import { gpuMeter } from './gpu-meter.ts';
import { encodeEmbedding } from './image-embedding.ts';
import { withEndpoint } from './with-endpoint.ts';

const runtime = mockClient(SageMakerRuntimeClient);
const kept = new Map<string, Uint8Array>();
let clock: number;
/** What the machine does while it is waited for, by the questions that it was sent. */
let work: (question: Record<string, unknown>, outputs: { answer: string; failure: string }) => void;
const waiting: (() => void)[] = [];

const modelId = 'sam2.1-hiera-base-plus';
const size: [number, number] = [4, 6];
const mask = {
  mask: { size, counts: encodeRleCounts(Uint32Array.from([4, 8, 12])) },
  score: 0.9,
  stability: 1,
};
const put = (key: string, content: unknown) => kept.set(key, Buffer.from(JSON.stringify(content)));
const blobs = {
  get: async (key: string) => {
    const found = kept.get(key);
    if (!found) throw new NotFound('blob', key);
    return found;
  },
  put: async (key: string, body: unknown) => {
    kept.set(key, body as Uint8Array);
    return { etag: '', size: 0 };
  },
  stream: async (key: string, range?: { start: number; end?: number }) => {
    const found = kept.get(key);
    if (!found) throw new NotFound('blob', key);
    return new Blob([
      found.slice(range?.start, range?.end === undefined ? undefined : range.end + 1),
    ]).stream();
  },
};
const ask = asyncEndpoint({
  client: new SageMakerRuntimeClient({ region: 'us-east-1' }),
  blobs,
  bucket: 'ours',
  endpoint: 'lapidary-dev-segmenter',
  modelId,
  now: () => clock,
  sleep: async (milliseconds) => {
    clock += milliseconds;
    waiting.shift()?.();
  },
});
const charged: [projectId: string, seconds: number, dollarsPerHour: number][] = [];
let isSpent = false;
const budgets = {
  requireRoom: async () => {
    if (isSpent) throw new SpendCeilingReached(5, 5, '2026-05');
  },
  chargeCall: async (...call: (typeof charged)[number]) => void charged.push(call),
};
const meter = gpuMeter(budgets, 1.5, () => clock);
const models = endpointModels({ ask, blobs, modelId, meter });
const image = {
  sha256: 'a'.repeat(64),
  key: 'images/d/one.jpg',
  read: () => Promise.reject(new Error('read')),
};
const embeddingKey = `embeddings/${modelId}/${image.sha256}`;
const keepEmbedding = () =>
  kept.set(
    embeddingKey,
    encodeEmbedding({
      modelId,
      width: 6,
      height: 4,
      side: 1024,
      tensors: { scale0: { type: 'float32', dims: [1, 4, 64, 64], data: new Float32Array(4 * 64 * 64) } },
    }),
  );
const questions = () =>
  runtime.commandCalls(InvokeEndpointAsyncCommand).map(({ args: [{ input }] }) => {
    const key = input.InputLocation!.replace('s3://ours/', '');
    return JSON.parse(Buffer.from(kept.get(key)!).toString()) as Record<string, unknown>;
  });

beforeEach(() => {
  runtime.reset();
  kept.clear();
  waiting.length = 0;
  clock = 1_000_000;
  work = (_question, { answer }) => put(answer, { size, masks: [mask] });
  let count = 0;
  runtime.on(InvokeEndpointAsyncCommand).callsFake((input: { InputLocation: string }) => {
    const outputs = {
      answer: `inference/answers/${++count}.out`,
      failure: `inference/failures/${count}.out`,
    };
    const question = JSON.parse(
      Buffer.from(kept.get(input.InputLocation.replace('s3://ours/', ''))!).toString(),
    ) as Record<string, unknown>;
    waiting.push(() => work(question, outputs));
    return {
      OutputLocation: `s3://ours/${outputs.answer}`,
      FailureLocation: `s3://ours/${outputs.failure}`,
    };
  });
});

it('encodes by keys: the image is fetched, and its embedding written, by the endpoint', async () => {
  work = (question, { answer }) => {
    expect(question).toEqual({ bucket: 'ours', imageKey: image.key, embeddingKey });
    keepEmbedding();
    put(answer, { size, masks: [] });
  };
  const embedding = await models.encode(modelId, image);
  expect(embedding).toMatchObject({ modelId, width: 6, height: 4, side: 1024, tensors: {} });
  expect(runtime.commandCalls(InvokeEndpointAsyncCommand)[0].args[0].input).toMatchObject({
    EndpointName: 'lapidary-dev-segmenter',
    ContentType: 'application/json',
  });
  // What is there is not asked for again, nor is it read whole.
  await models.encode(modelId, image);
  expect(questions()).toHaveLength(1);
});

it('counts the waiting of a project as its GPU time, and asks no more when its month is spent', async () => {
  keepEmbedding();
  const ours = { ...image, projectId: 'p' };
  const embedding = await models.encode(modelId, ours);
  // What is kept costs nothing.
  expect(charged).toEqual([]);
  await models.decode(embedding, [{ points: [{ x: 1, y: 1, label: 1 }] }]);
  expect(charged).toEqual([['p', 1, 1.5]]);
  expect(questions()[0]).not.toHaveProperty('projectId');

  isSpent = true;
  const refused = { name: 'SpendCeilingReached' };
  await expect(models.predict(modelId, [ours])).rejects.toMatchObject(refused);
  await expect(models.decode(embedding, [{ points: [{ x: 2, y: 2, label: 1 }] }])).rejects.toMatchObject(
    refused,
  );
  expect(questions()).toHaveLength(1);
  isSpent = false;
});

it('answers prompts and finds everything, in masks over the whole image', async () => {
  keepEmbedding();
  const embedding = await models.encode(modelId, image);
  const prompt = { points: [], box: { x: 1, y: 0, width: 2, height: 4 } };
  // What reaches past the edge of the image is not asked about.
  const beyond = { points: [], box: { x: 1, y: -5, width: 2, height: 500 } };
  expect(await models.decode(embedding, [beyond], { priority: 'batch' })).toEqual([mask]);
  expect(questions()).toEqual([{ bucket: 'ours', imageKey: image.key, embeddingKey, prompts: [prompt] }]);
  const [found] = await models.predict(modelId, [image]);
  expect(found).toEqual([{ box: { x: 1, y: 0, width: 2, height: 4 }, mask: mask.mask, score: 0.9 }]);
  await expect(models.decode(embedding, [prompt, prompt])).rejects.toThrow('1 of 2 prompts');
  await expect(models.decode({ ...embedding, modelId: 'nano' }, [prompt])).rejects.toMatchObject({
    name: 'ModelUnusable',
  });
});

it('says that it is not ready, and whoever asks again waits for the same answer and pays once', async () => {
  const outputs: { answer: string }[] = [];
  work = (_question, output) => void outputs.push(output);
  await expect(models.predict(modelId, [image])).rejects.toMatchObject({
    name: 'ModelNotReady',
    status: 503,
    code: 'model-not-ready',
  });
  await expect(models.predict(modelId, [image])).rejects.toMatchObject({ name: 'ModelNotReady' });
  put(outputs[0].answer, { size, masks: [mask] });
  expect(await models.predict(modelId, [image])).toHaveLength(1);
  expect(questions()).toHaveLength(1);
  // After an hour SageMaker has given up on it, so it is sent anew.
  kept.delete(outputs[0].answer);
  clock += 3_600_001;
  work = (_question, { answer }) => put(answer, { size, masks: [] });
  expect(await models.predict(modelId, [image])).toEqual([[]]);
  expect(questions()).toHaveLength(2);
});

it('gives the reason of a failure, and tries again for whoever asks again', async () => {
  work = (_question, { failure }) => kept.set(failure, Buffer.from('CUDA out of memory'));
  await expect(models.predict(modelId, [image])).rejects.toMatchObject({
    name: 'ModelUnusable',
    message: expect.stringContaining('CUDA out of memory') as string,
  });
  work = (_question, { answer }) => put(answer, { size, masks: [mask] });
  expect(await models.predict(modelId, [image])).toHaveLength(1);
  expect(questions()).toHaveLength(2);
});

it.each(['not json', '{"size":[4,6],"masks":[{"score":2}]}'])(
  'refuses an answer that is none: %s',
  async (text) => {
    work = (_question, { answer }) => kept.set(answer, Buffer.from(text));
    await expect(models.predict(modelId, [image])).rejects.toMatchObject({ name: 'ModelUnusable' });
  },
);

it('stands beside the models that run here', async () => {
  const here = { description: { id: 'nano' } };
  const access = withEndpoint(
    {
      models: { predict: async () => [['here']], encode: async () => 'here', close: async () => {} },
      library: { list: async () => [here], get: async () => here },
      activeModelId: async () => 'nano',
    } as never,
    { id: modelId, name: 'SAM 2.1', kind: 'endpoint', licence: 'Apache-2.0' },
    models,
  );
  expect((await access.library.list()).map(({ description }) => description.id)).toEqual(['nano', modelId]);
  expect((await access.library.get(modelId)).description.kind).toBe('endpoint');
  expect(await access.library.get('nano')).toBe(here);
  expect(await access.models.predict('nano', [image])).toEqual([['here']]);
  expect((await access.models.predict(modelId, [image]))[0]).toHaveLength(1);
});
