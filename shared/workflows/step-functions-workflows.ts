import {
  DescribeExecutionCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionStatus as SfnStatus, SFNClient } from '@aws-sdk/client-sfn';
import { AlreadyExists, ExecutionFailed, NotFound } from '../errors.ts';
import type { ExecutionStatus, Workflows } from './workflows.ts';

export interface StepFunctionsWorkflowsOptions {
  /** With a custom endpoint it needs `disableHostPrefix: true`, or StartSyncExecution asks for `sync-127.0.0.1`. */
  client: SFNClient;
  /** The ARN of a machine by its file name. */
  arnOf: (machine: string) => string | undefined;
}

const STATUS: Record<SfnStatus, ExecutionStatus> = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'stopped',
};

/** State machines in Step Functions. Express executions leave no record there: `describe` knows Standard ones only. */
export function stepFunctionsWorkflows({ client, arnOf }: StepFunctionsWorkflowsOptions): Workflows {
  function requireArn(machine: string): string {
    const arn = arnOf(machine);
    if (arn === undefined) throw new NotFound('state machine', machine);
    return arn;
  }

  return {
    start: async (machine, input, { name } = {}) => {
      const started = await client
        .send(
          new StartExecutionCommand({
            stateMachineArn: requireArn(machine),
            name,
            input: JSON.stringify(input ?? null),
          }),
        )
        .catch((error: unknown) => {
          throw isNamed(error, 'ExecutionAlreadyExists') ? new AlreadyExists('execution', name ?? '') : error;
        });
      return { executionId: started.executionArn ?? '' };
    },
    startSync: async (machine, input) => {
      const ended = await client.send(
        new StartSyncExecutionCommand({
          stateMachineArn: requireArn(machine),
          input: JSON.stringify(input ?? null),
        }),
      );
      if (ended.status === 'SUCCEEDED') return JSON.parse(ended.output ?? 'null') as unknown;
      throw new ExecutionFailed(machine, ended.error ?? ended.status ?? 'unknown', ended.cause ?? '');
    },
    describe: async (executionArn) => {
      const found = await client
        .send(new DescribeExecutionCommand({ executionArn }))
        .catch(notFound(executionArn));
      return {
        status: STATUS[found.status ?? 'RUNNING'],
        output: found.output === undefined ? undefined : (JSON.parse(found.output) as unknown),
        error: found.error,
        cause: found.cause,
      };
    },
    stop: async (executionArn) => {
      await client.send(new StopExecutionCommand({ executionArn })).catch(notFound(executionArn));
    },
  };
}

function notFound(executionArn: string) {
  return (error: unknown): never => {
    throw isNamed(error, 'ExecutionDoesNotExist') ? new NotFound('execution', executionArn) : error;
  };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
