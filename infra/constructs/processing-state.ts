import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { modelNames } from '../model-names.ts';

const RESOURCE = 'arn:aws:states:::sagemaker:createProcessingJob.sync';
/** Step Functions hears of the end of a job through a rule of this name, which it makes itself. */
const RULE = 'StepFunctionsGetEventsForSageMakerProcessingJobsRule';

export const asksForProcessing = (definition: string): boolean => definition.includes(RESOURCE);

/**
 * The machine of a stage without models: what would ask SageMaker fails instead. It is never reached, and a machine that
 * names the service could not be made without rights to it.
 */
export function withoutProcessing(definition: string): string {
  const machine = JSON.parse(definition) as { States: Record<string, { Resource?: string }> };
  for (const [name, { Resource }] of Object.entries(machine.States)) {
    if (Resource !== RESOURCE) continue;
    const Cause = 'Deploy with "--context gpu=on", which adds the stack of models.';
    Object.assign(machine.States, { [name]: { Type: 'Fail', Error: 'ModelUnusable', Cause } });
  }
  return JSON.stringify(machine, null, 2);
}

/** What a machine needs to run processing jobs to their end, and to stop those of an execution that is stopped. */
export function processingStatements(
  stack: Stack,
  { processingJobsArn, jobRoleArn }: ReturnType<typeof modelNames>,
): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        'sagemaker:CreateProcessingJob',
        'sagemaker:DescribeProcessingJob',
        'sagemaker:StopProcessingJob',
        'sagemaker:AddTags',
        'sagemaker:ListTags',
      ],
      resources: [processingJobsArn],
    }),
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [jobRoleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
    }),
    new PolicyStatement({
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [stack.formatArn({ service: 'events', resource: 'rule', resourceName: RULE })],
    }),
  ];
}
