import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { attachedSources } from '../blobs/attached-sources.ts';
import { sageMakerProcessingJobs } from '../models/processing-jobs.ts';
import type { ProcessingJobs } from '../models/processing-jobs.ts';
import { imageSources } from '../models/processing-keys.ts';
import type { ImageSource } from '../models/processing-keys.ts';
import type { ProcessingSettings } from '../models/processing-request.ts';

export interface Processing {
  settings: ProcessingSettings;
  sources: ImageSource[];
  jobs: ProcessingJobs;
}

/** Processing jobs of SageMaker where the models stack is deployed; undefined elsewhere: images are predicted one by one. */
export function processingSeam(
  env: Record<string, string | undefined> = process.env,
): Processing | undefined {
  if (!env.PROCESSING_JOB_PREFIX) return undefined;
  const needed = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`The environment names no ${name}.`);
    return value;
  };
  const bucket = needed('BUCKET_NAME');
  return {
    settings: {
      bucket,
      jobPrefix: needed('PROCESSING_JOB_PREFIX'),
      roleArn: needed('PROCESSING_ROLE_ARN'),
      image: needed('PROCESSING_IMAGE'),
      instance: needed('PROCESSING_INSTANCE'),
      mostInstances: Number(needed('PROCESSING_MOST_INSTANCES')),
      dollarsPerHour: Number(needed('PROCESSING_DOLLARS_PER_HOUR')),
      codeUrl: needed('PROCESSING_CODE_URL'),
      keyArn: needed('PROCESSING_KEY_ARN'),
    },
    sources: imageSources(bucket, attachedSources(env.ATTACHED_BUCKETS)),
    jobs: sageMakerProcessingJobs(new SageMakerClient({})),
  };
}
