import { readFile } from 'node:fs/promises';
import { StateMachine } from 'aws-local-stepfunctions';
import { expect, it } from 'vitest';
import { inlineDistributedMaps } from '../../shared/workflows/inline-distributed-maps.ts';
import type { AslStates } from '../../shared/workflows/state-machine-file.ts';

type Json = Parameters<StateMachine['run']>[0];

const file = new URL('../../statemachines/evaluate.asl.json', import.meta.url);

/** Runs the machine of an evaluation with SageMaker played by `sageMaker`; says which states were worked through. */
async function evaluate(sageMaker: (request: Json, attempt: number) => void, mostAttempts: number) {
  const { machine, counters } = inlineDistributedMaps(JSON.parse(await readFile(file, 'utf8')) as AslStates);
  const visited: string[] = [];
  const requests: Json[] = [];
  const refusals: unknown[] = [];
  const shards = [{ jobId: 'j', shard: 3 }];
  const state = (name: string, run: (input: never) => unknown) => ({
    [name]: async (input: Json) => {
      visited.push(name);
      return (await run(input as never)) as Json;
    },
  });
  const handlers = {
    ...(counters as unknown as Record<string, (input: Json) => Promise<Json>>),
    ...state('Plan', () => ({ jobId: 'j', shards })),
    ...state('Prepare predictions', ({ refusal }: { refusal?: unknown }) => {
      if (refusal !== undefined) refusals.push(refusal);
      const isProcessing = requests.length < mostAttempts;
      const processing = {
        ProcessingJobName: `j-${requests.length + 1}`,
        RoleArn: 'r',
        AppSpecification: {},
        Environment: {},
        ProcessingInputs: [],
        ProcessingOutputConfig: {},
        ProcessingResources: {},
        StoppingCondition: { MaxRuntimeInSeconds: 60 },
      };
      return { jobId: 'j', shards, isProcessing, ...(isProcessing ? { processing } : {}) };
    }),
    ...state('Predict in SageMaker', (request: Json) => {
      requests.push(request);
      sageMaker(request, requests.length);
      return { ProcessingJobStatus: 'Completed' };
    }),
    ...state('Predict a shard', (input: object) => ({ ...input, predicted: 1, isDone: true })),
    ...state('Match a shard', (input: object) => input),
    ...state('Account for shards', () => ({ jobId: 'j', isDone: true, shards: [] })),
    ...state('Summarise', () => ({})),
    ...state('Fail job', () => ({})),
  };
  const run = new StateMachine(machine as unknown as ConstructorParameters<typeof StateMachine>[0], {
    validationOptions: { noValidate: true },
  }).run({ jobId: 'j' }, { overrides: { taskResourceLocalHandlers: handlers } });
  await run.result;
  return { visited, requests, refusals };
}

it('goes straight to the shards where no job is to predict', async () => {
  const { visited } = await evaluate(() => {}, 0);
  expect(visited.slice(0, 3)).toEqual(['Plan', 'Prepare predictions', 'Predict a shard']);
  expect(visited.at(-1)).toBe('Summarise');
});

it('waits for the job with all that SageMaker needs, and looks again before the shards', async () => {
  const { visited, requests } = await evaluate(() => {}, 1);
  expect(visited.slice(0, 5)).toEqual([
    'Plan',
    'Prepare predictions',
    'Predict in SageMaker',
    'Prepare predictions',
    'Predict a shard',
  ]);
  expect(requests).toEqual([
    {
      ProcessingJobName: 'j-1',
      RoleArn: 'r',
      AppSpecification: {},
      Environment: {},
      ProcessingInputs: [],
      ProcessingOutputConfig: {},
      ProcessingResources: {},
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
    },
  ]);
});

it('lets a job that failed, or that SageMaker refused, be asked for again', async () => {
  const { visited, refusals } = await evaluate((_request, attempt) => {
    if (attempt === 1)
      throw Object.assign(new Error('no machines'), { name: 'SageMaker.AmazonSageMakerException' });
  }, 2);
  expect(visited.filter((name) => name === 'Predict in SageMaker')).toHaveLength(2);
  expect(refusals).toMatchObject([{ Error: 'SageMaker.AmazonSageMakerException' }]);
  expect(visited.at(-1)).toBe('Summarise');
});

it('of a cancelled job waits until the machines rest, and does nothing else', async () => {
  const { machine } = inlineDistributedMaps(JSON.parse(await readFile(file, 'utf8')) as AslStates);
  const failure = (name: string) => Promise.reject(Object.assign(new Error(name), { name }));
  const looks: Json[] = [];
  const run = new StateMachine(machine as unknown as ConstructorParameters<typeof StateMachine>[0], {
    validationOptions: { noValidate: true },
  }).run(
    { jobId: 'j' },
    {
      overrides: {
        retryIntervalOverrides: { 'Prepare predictions': 1 },
        taskResourceLocalHandlers: {
          Plan: () => failure('JobEnded'),
          'Prepare predictions': (input: Json) => failure(looks.push(input) < 4 ? 'NotReady' : 'JobEnded'),
        },
      },
    },
  );
  await run.result;
  expect(looks).toEqual(Array.from({ length: 4 }, () => ({ jobId: 'j' })));
});
