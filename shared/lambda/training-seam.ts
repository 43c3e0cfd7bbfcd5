import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { TrainingFailed } from '../errors.ts';
import { sageMakerTrainer } from '../models/sagemaker-trainer.ts';
import type { Trainer } from '../models/training.ts';
import type { Seams } from './seams.ts';

type Env = Record<string, string | undefined>;

/** Every look at a job in SageMaker costs a request and three transitions. */
const LOOK_EVERY_SECONDS = 30;

/**
 * Who trains: the host where it has models, else SageMaker, where the models stack is deployed.
 *
 * @throws TrainingFailed where it is not
 */
export function trainingSeam(
  seams: Pick<Seams, 'models' | 'blobs'>,
  env: Env = process.env,
): { trainer: Trainer; pollSeconds: number } {
  if (seams.models) return { trainer: seams.models.models, pollSeconds: seams.models.trainingPollSeconds };
  const needed = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') {
      throw new TrainingFailed(
        'Nothing is set up here to train with: deploy with "--context gpu=on", which adds the stack of models.',
      );
    }
    return value;
  };
  const trainer = sageMakerTrainer({
    client: new SageMakerClient({}),
    blobs: seams.blobs,
    bucket: needed('BUCKET_NAME'),
    jobPrefix: needed('TRAINING_JOB_PREFIX'),
    roleArn: needed('TRAINING_ROLE_ARN'),
    image: needed('TRAINING_IMAGE'),
    instance: needed('TRAINING_INSTANCE'),
    codeUrl: needed('TRAINING_CODE_URL'),
    keyArn: needed('TRAINING_KEY_ARN'),
  });
  return { trainer, pollSeconds: LOOK_EVERY_SECONDS };
}
