import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { stepFunctionsWorkflows } from './step-functions-workflows.ts';

function setUp() {
  const client = new SFNClient({ region: 'eu-central-1' });
  const workflows = stepFunctionsWorkflows({
    client,
    arnOf: (machine) => (machine === 'greet' ? 'arn:greet' : undefined),
  });
  return { sfn: mockClient(client), workflows };
}

describe('the Step Functions adapter', () => {
  it('starts by ARN with the input as JSON', async () => {
    const { sfn, workflows } = setUp();
    sfn.on(StartExecutionCommand).resolves({ executionArn: 'arn:e', startDate: new Date() });
    expect(await workflows.start('greet', { a: 1 }, { name: 'n' })).toEqual({ executionId: 'arn:e' });
    expect(sfn.commandCalls(StartExecutionCommand)[0].args[0].input).toEqual({
      stateMachineArn: 'arn:greet',
      name: 'n',
      input: '{"a":1}',
    });
    await expect(workflows.start('no-such', {})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('turns a failed synchronous run into an error that names its cause', async () => {
    const { sfn, workflows } = setUp();
    sfn.on(StartSyncExecutionCommand).resolves({
      executionArn: 'a',
      startDate: new Date(),
      stopDate: new Date(),
      status: 'FAILED',
      error: 'InvalidInput',
      cause: 'no',
    });
    await expect(workflows.startSync('greet', {})).rejects.toMatchObject({
      code: 'execution-failed',
      details: { error: 'InvalidInput' },
    });
  });

  it('describes in the words of the seam', async () => {
    const { sfn, workflows } = setUp();
    const base = { executionArn: 'a', stateMachineArn: 'b', startDate: new Date() };
    sfn.on(DescribeExecutionCommand).resolves({ ...base, status: 'SUCCEEDED', output: '{"x":1}' });
    expect(await workflows.describe('a')).toMatchObject({ status: 'succeeded', output: { x: 1 } });
    sfn
      .on(DescribeExecutionCommand)
      .rejects(Object.assign(new Error('gone'), { name: 'ExecutionDoesNotExist' }));
    await expect(workflows.describe('a')).rejects.toMatchObject({ code: 'not-found' });
  });
});
