import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { JobFailed } from '../../shared/errors.ts';
import type { TrainingEpoch, TrainingResult } from '../../shared/models/training-line.ts';
import type { Job } from '../../shared/store/records/job.ts';

export interface FineTuneOptions {
  projectId: string;
  baseModelId?: string;
  epochs: number;
  loss: string;
  signal?: AbortSignal;
  onStart?: (started: { jobId: string; modelId: string }) => void;
  onEpoch?: (epoch: TrainingEpoch, planned: number) => void;
}

/** What became of it. */
export interface FineTuned extends Omit<TrainingResult, 'kind' | 'promoted'> {
  jobId: string;
  modelId: string;
  baseModelId: string;
  isPromoted: boolean;
}

interface Look {
  job: Job;
  plannedEpochs: number;
  epochs: TrainingEpoch[];
}

const LOOK_EVERY_MS = 1000;

/** Starts a training on the server and follows its curves to the end; an abort cancels it there. @throws JobFailed */
export async function fineTune(client: ApiClient, options: FineTuneOptions): Promise<FineTuned> {
  const { projectId, baseModelId, epochs, loss, signal } = options;
  const { body } = await client.call<{ job: { id: string }; modelId: string }>('POST', 'models/fine-tunes', {
    projectId,
    epochs,
    loss,
    ...(baseModelId === undefined ? {} : { baseModelId }),
  });
  const jobId = body.job.id;
  options.onStart?.({ jobId, modelId: body.modelId });
  let shown = 0;
  for (;;) {
    if (signal?.aborted) {
      await client.call('POST', `jobs/${jobId}/cancel`);
      throw new JobFailed('The training was cancelled; the model in use stays.');
    }
    const { body: look } = await client.call<Look>('GET', `models/fine-tunes/${jobId}`);
    for (const epoch of look.epochs.slice(shown)) options.onEpoch?.(epoch, look.plannedEpochs);
    shown = look.epochs.length;
    const { status, result, error } = look.job;
    if (status === 'succeeded') return { jobId, ...(result as unknown as Omit<FineTuned, 'jobId'>) };
    if (status !== 'queued' && status !== 'running') {
      throw new JobFailed(error?.message ?? `The training is ${status}.`);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}
