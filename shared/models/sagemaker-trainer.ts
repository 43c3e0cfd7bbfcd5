import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import type { DescribeTrainingJobCommandOutput, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Blobs } from '../blobs/blobs.ts';
import { NotFound, TrainingFailed } from '../errors.ts';
import { readProgress } from './read-progress.ts';
import { trainingKeys } from './training-keys.ts';
import type { Trainer, TrainingState } from './training.ts';

export interface SageMakerTrainerOptions {
  client: Pick<SageMakerClient, 'send'>;
  blobs: Pick<Blobs, 'get' | 'list'>;
  bucket: string;
  /** Jobs are named `<prefix><training>-<attempt>`. */
  jobPrefix: string;
  roleArn: string;
  image: string;
  instance: string;
  /** `s3://…/training.tar.gz` with train_job.py in it. */
  codeUrl: string;
  /** Encrypts the machine's disk and what comes out. */
  keyArn: string;
  /** Seconds that the machine may work, and that it may be waited for: spot machines come when there are any. */
  mostSeconds?: number;
}

const STATUS: Record<string, TrainingState['status']> = {
  InProgress: 'running',
  Stopping: 'running',
  Completed: 'succeeded',
  Failed: 'failed',
  Stopped: 'stopped',
};
/** SageMaker keeps names for ever, so a training that goes on after a failure needs another one. */
const MOST_ATTEMPTS = 5;
const MOST_NAME = 63;

/**
 * Trains in SageMaker on spot machines, a third of the price. The folder that train_job.py writes to is the checkpoint
 * folder: it is copied to the bucket while it works, and back when a machine was taken away.
 */
export function sageMakerTrainer(options: SageMakerTrainerOptions): Trainer {
  const { client, blobs, bucket, jobPrefix, mostSeconds = 3600 } = options;
  const s3 = (key: string): string => `s3://${bucket}/${key}`;

  const nameOf = (trainingId: string, attempt: number): string => {
    const ending = `-${attempt}`;
    const own = trainingId.replaceAll(/[^A-Za-z0-9]+/g, '-');
    return `${jobPrefix}${own.slice(-(MOST_NAME - jobPrefix.length - ending.length))}${ending}`.replaceAll(
      '--',
      '-',
    );
  };

  /** The newest attempt, if there is one. */
  async function latest(
    trainingId: string,
  ): Promise<
    { name: string; attempt: number; status: string; reason?: string; seconds: number } | undefined
  > {
    let found;
    let seconds = 0;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      const name = nameOf(trainingId, attempt);
      try {
        const job = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
        seconds += secondsOf(job);
        const status = job.TrainingJobStatus ?? 'Failed';
        found = { name, attempt, status, reason: job.FailureReason, seconds };
      } catch (error) {
        if (isMissing(error)) break;
        throw error;
      }
    }
    return found;
  }

  const channel = (name: string, prefix: string) => ({
    ChannelName: name,
    DataSource: {
      S3DataSource: {
        S3DataType: 'S3Prefix' as const,
        S3Uri: s3(prefix),
        S3DataDistributionType: 'FullyReplicated' as const,
      },
    },
    InputMode: 'File' as const,
  });

  return {
    async startTraining({ trainingId, epochs, loss }) {
      const before = await latest(trainingId);
      if (before && (STATUS[before.status] === 'running' || STATUS[before.status] === 'succeeded')) return;
      const attempt = (before?.attempt ?? 0) + 1;
      if (attempt > MOST_ATTEMPTS) {
        throw new TrainingFailed(
          `The training failed ${MOST_ATTEMPTS} times: ${before?.reason ?? 'no reason given'}.`,
        );
      }
      const { items: replay } = await blobs.list(trainingKeys.replay(trainingId), { limit: 1 });
      await client.send(
        new CreateTrainingJobCommand({
          TrainingJobName: nameOf(trainingId, attempt),
          RoleArn: options.roleArn,
          AlgorithmSpecification: { TrainingImage: options.image, TrainingInputMode: 'File' },
          HyperParameters: {
            // The container's own names, and then those of train_job.py; all of them are JSON.
            sagemaker_program: JSON.stringify('train_job.py'),
            sagemaker_submit_directory: JSON.stringify(options.codeUrl),
            epochs: JSON.stringify(epochs),
            loss: JSON.stringify(loss),
          },
          InputDataConfig: [
            channel('set', trainingKeys.set(trainingId)),
            channel('base', trainingKeys.base(trainingId)),
            ...(replay.length > 0 ? [channel('replay', trainingKeys.replay(trainingId))] : []),
          ],
          CheckpointConfig: { S3Uri: s3(trainingKeys.out(trainingId)) },
          OutputDataConfig: {
            S3OutputPath: s3(`training/${trainingId}/sagemaker/`),
            KmsKeyId: options.keyArn,
          },
          ResourceConfig: {
            InstanceType: options.instance as never,
            InstanceCount: 1,
            VolumeSizeInGB: 30,
          },
          EnableManagedSpotTraining: true,
          StoppingCondition: { MaxRuntimeInSeconds: mostSeconds, MaxWaitTimeInSeconds: 2 * mostSeconds },
        }),
      );
    },

    async describeTraining(trainingId) {
      const job = await latest(trainingId);
      const progress = await blobs
        .get(`${trainingKeys.out(trainingId)}progress.jsonl`)
        .catch((error: unknown) => {
          if (error instanceof NotFound) return new Uint8Array();
          throw error;
        });
      const { epochs } = readProgress(Buffer.from(progress).toString());
      if (!job) return { status: 'unknown', epochs };
      const status = STATUS[job.status] ?? 'failed';
      const { seconds, reason } = job;
      return { status, epochs, seconds, ...(reason === undefined ? {} : { reason }) };
    },

    async stopTraining(trainingId) {
      const job = await latest(trainingId);
      if (!job || STATUS[job.status] !== 'running' || job.status === 'Stopping') return;
      await client.send(new StopTrainingJobCommand({ TrainingJobName: job.name }));
    },
  };
}

/** How long a machine has worked; while it does, SageMaker says only when it began. */
function secondsOf({
  TrainingTimeInSeconds,
  TrainingStartTime: began,
  TrainingEndTime: ended,
}: DescribeTrainingJobCommandOutput): number {
  if (TrainingTimeInSeconds !== undefined) return TrainingTimeInSeconds;
  if (began === undefined) return 0;
  return Math.max(0, Math.round(((ended ?? new Date()).getTime() - began.getTime()) / 1000));
}

/** SageMaker answers a ValidationException for a job that it does not know. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'ResourceNotFound' ||
      (error.name === 'ValidationException' && /not found/i.test(error.message)))
  );
}
