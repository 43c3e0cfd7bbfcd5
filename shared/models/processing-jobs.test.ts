import { DescribeProcessingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { sageMakerProcessingJobs } from './processing-jobs.ts';

const sageMaker = mockClient(SageMakerClient);
beforeEach(() => void sageMaker.reset());
const jobs = sageMakerProcessingJobs(new SageMakerClient({ region: 'us-east-1' }));
const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 10, minute));

it('counts the seconds of all machines, and tells whose fault a failure is', async () => {
  sageMaker
    .on(DescribeProcessingJobCommand, { ProcessingJobName: 'lapidary-dev-j-1' })
    .resolvesOnce({
      ProcessingJobStatus: 'Completed',
      ProcessingStartTime: at(0),
      ProcessingEndTime: at(10),
      ProcessingResources: {
        ClusterConfig: { InstanceCount: 3, InstanceType: 'ml.g5.xlarge', VolumeSizeInGB: 30 },
      },
    })
    .resolvesOnce({ ProcessingJobStatus: 'Failed', FailureReason: 'CapacityError' })
    .resolvesOnce({
      ProcessingJobStatus: 'Failed',
      FailureReason: 'AlgorithmError',
      ExitMessage: 'no model',
    });
  expect(await jobs.describe('lapidary-dev-j-1')).toMatchObject({ isDone: true, seconds: 1800 });
  expect(await jobs.describe('lapidary-dev-j-1')).toMatchObject({
    isDone: false,
    seconds: 0,
    reason: 'CapacityError',
    isModelsFault: false,
  });
  expect(await jobs.describe('lapidary-dev-j-1')).toMatchObject({ reason: 'no model', isModelsFault: true });
});

it('knows a job that never came to be from one that cannot be looked at', async () => {
  const refuse = (name: string, message: string) =>
    sageMaker.on(DescribeProcessingJobCommand).rejects(Object.assign(new Error(message), { name }));
  refuse('ValidationException', 'Could not find requested job with name: x');
  expect(await jobs.describe('x')).toBeUndefined();
  refuse('ThrottlingException', 'Rate exceeded');
  await expect(jobs.describe('x')).rejects.toThrow('Rate exceeded');
});
