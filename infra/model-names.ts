import type { Stack } from 'aws-cdk-lib';
import type { Stage } from './stages.ts';

/** Names known before anything is made, so that functions can be told of them without the stacks waiting for each other. */
export function modelNames(stack: Stack, stage: Stage) {
  const endpoint = `lapidary-${stage.name}-segmenter`;
  const arn = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: 'sagemaker', resource, resourceName });
  return {
    endpoint,
    endpointArn: arn('endpoint', endpoint),
    /** Training and processing jobs of a stage begin with this. */
    jobPrefix: `lapidary-${stage.name}-`,
    jobsArn: arn('training-job', `lapidary-${stage.name}-*`),
    processingJobsArn: arn('processing-job', `lapidary-${stage.name}-*`),
    jobRoleArn: stack.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: `lapidary-${stage.name}-model-jobs`,
    }),
    jobRole: `lapidary-${stage.name}-model-jobs`,
  };
}
