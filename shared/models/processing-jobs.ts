import { DescribeProcessingJobCommand } from '@aws-sdk/client-sagemaker';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';

/** What became of a processing job. */
export interface ProcessingState {
  isRunning: boolean;
  isDone: boolean;
  /** That its machines have worked, all together. */
  seconds: number;
  /** Why it ended without being done. */
  reason?: string;
  /** The script itself ended it, because of the model: another attempt would end alike. */
  isModelsFault: boolean;
}

export interface ProcessingJobs {
  /** Undefined: there is no such job. */
  describe: (name: string) => Promise<ProcessingState | undefined>;
}

/** Looks at the processing jobs of SageMaker; the state machine starts and stops them itself. */
export function sageMakerProcessingJobs(client: Pick<SageMakerClient, 'send'>): ProcessingJobs {
  return {
    async describe(name) {
      try {
        const job = await client.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }));
        const { ProcessingStartTime: began, ProcessingEndTime: ended = new Date() } = job;
        const machines = job.ProcessingResources?.ClusterConfig?.InstanceCount ?? 1;
        const seconds = began === undefined ? 0 : (ended.getTime() - began.getTime()) / 1000;
        const status = job.ProcessingJobStatus;
        return {
          isRunning: status === 'InProgress' || status === 'Stopping',
          isDone: status === 'Completed',
          seconds: Math.max(0, Math.round(seconds)) * machines,
          // The script's own words before SageMaker's.
          reason: job.ExitMessage ?? job.FailureReason,
          isModelsFault: status === 'Failed' && job.ExitMessage !== undefined,
        };
      } catch (error) {
        if (!isMissing(error)) throw error;
        return undefined;
      }
    },
  };
}

/** SageMaker answers a ValidationException for a job that it does not know. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'ResourceNotFound' ||
      (error.name === 'ValidationException' && /could not find|not found/i.test(error.message)))
  );
}
