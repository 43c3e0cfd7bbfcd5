import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  SageMakerClient,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { NotFound } from '../errors.ts';
import { sageMakerTrainer } from './sagemaker-trainer.ts';

const sageMaker = mockClient(SageMakerClient);
beforeEach(() => void sageMaker.reset());

const progress = '{"kind":"epoch","epoch":1,"loss":0.5,"boxIou":0.7,"clickIou":0.6}\n{"torn';
const kept: Record<string, string> = {};
const trainer = sageMakerTrainer({
  client: new SageMakerClient({ region: 'us-east-1' }),
  blobs: {
    get: async (key) => {
      if (!(key in kept)) throw new NotFound('blob', key);
      return Buffer.from(kept[key]);
    },
    list: async () => ({ items: [{ key: 'x', size: 1, etag: '', modifiedAt: new Date(0) }] }),
  },
  bucket: 'images-of-ours',
  jobPrefix: 'lapidary-dev-',
  roleArn: 'arn:aws:iam::123456789012:role/lapidary-dev-model-jobs',
  image: '763104351884.dkr.ecr.us-east-1.amazonaws.com/training:1',
  instance: 'ml.g5.xlarge',
  codeUrl: 's3://assets/training.tar.gz',
  keyArn: 'arn:aws:kms:us-east-1:123456789012:key/k',
});
const request = {
  trainingId: '06h18mc14ek6kdavj0rd.06h18mcp7skht6eq2dsz',
  epochs: 30,
  loss: 'focal-dice' as const,
};
const missing = Object.assign(new Error('Requested resource not found.'), { name: 'ValidationException' });
const describeJobs = (...statuses: { status: string; reason?: string }[]) => {
  let command = sageMaker.on(DescribeTrainingJobCommand);
  for (const { status, reason } of statuses) {
    command = command.resolvesOnce({ TrainingJobStatus: status as 'Failed', FailureReason: reason });
  }
  command.rejects(missing);
};

it('asks for a spot machine whose checkpoints outlive it', async () => {
  describeJobs();
  sageMaker.on(CreateTrainingJobCommand).resolves({});
  await trainer.startTraining(request);
  const { input } = sageMaker.commandCalls(CreateTrainingJobCommand)[0].args[0];
  expect(input.TrainingJobName).toMatch(/^lapidary-dev-[A-Za-z0-9-]+-1$/);
  expect(input.TrainingJobName!.length).toBeLessThanOrEqual(63);
  expect(input).toMatchObject({
    EnableManagedSpotTraining: true,
    CheckpointConfig: { S3Uri: `s3://images-of-ours/training/${request.trainingId}/out/` },
    StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
    HyperParameters: { epochs: '30', loss: '"focal-dice"', sagemaker_program: '"train_job.py"' },
  });
  expect(input.InputDataConfig!.map(({ ChannelName }) => ChannelName)).toEqual(['set', 'base', 'replay']);
});

it('starts nothing twice, goes on under another name after a failure, and gives up in the end', async () => {
  describeJobs({ status: 'InProgress' });
  await trainer.startTraining(request);
  expect(sageMaker.commandCalls(CreateTrainingJobCommand)).toHaveLength(0);

  sageMaker.reset();
  describeJobs({ status: 'Failed', reason: 'CapacityError' });
  sageMaker.on(CreateTrainingJobCommand).resolves({});
  await trainer.startTraining(request);
  expect(sageMaker.commandCalls(CreateTrainingJobCommand)[0].args[0].input.TrainingJobName).toMatch(/-2$/);

  sageMaker.reset();
  sageMaker
    .on(DescribeTrainingJobCommand)
    .resolves({ TrainingJobStatus: 'Failed', FailureReason: 'CapacityError' });
  await expect(trainer.startTraining(request)).rejects.toThrow(/5 times: CapacityError/);
});

it('tells how far it is from what the machine has copied to the bucket', async () => {
  describeJobs();
  expect(await trainer.describeTraining(request.trainingId)).toEqual({ status: 'unknown', epochs: [] });
  sageMaker.reset();
  describeJobs({ status: 'InProgress' });
  kept[`training/${request.trainingId}/out/progress.jsonl`] = progress;
  expect(await trainer.describeTraining(request.trainingId)).toMatchObject({
    status: 'running',
    epochs: [{ epoch: 1, loss: 0.5 }],
  });
  sageMaker.reset();
  describeJobs({ status: 'Failed', reason: 'AlgorithmError: out of memory' });
  expect(await trainer.describeTraining(request.trainingId)).toMatchObject({
    status: 'failed',
    reason: 'AlgorithmError: out of memory',
  });
});

it('stops what runs, and nothing else', async () => {
  describeJobs({ status: 'InProgress' });
  sageMaker.on(StopTrainingJobCommand).resolves({});
  await trainer.stopTraining(request.trainingId);
  expect(sageMaker.commandCalls(StopTrainingJobCommand)).toHaveLength(1);
  sageMaker.reset();
  describeJobs({ status: 'Completed' });
  await trainer.stopTraining(request.trainingId);
  expect(sageMaker.commandCalls(StopTrainingJobCommand)).toHaveLength(0);
});
