import * as z from 'zod';
import type { TrainingEpoch } from './training-line.ts';

/** What the trainer minimises; see docs/guides/fine-tune-sam.md. */
export const TrainingLoss = z.enum(['focal-dice', 'bce-dice', 'mse']);
export type TrainingLoss = z.infer<typeof TrainingLoss>;

/** Everything else lies in the blobs of the training: see `trainingKeys`. */
export interface TrainingRequest {
  /** Of the job; the same id goes on where a killed training stopped. */
  trainingId: string;
  epochs: number;
  loss: TrainingLoss;
}

export interface TrainingState {
  /** `unknown`: nobody trains under this id, here and now. */
  status: 'running' | 'succeeded' | 'failed' | 'stopped' | 'unknown';
  /** So far, the first first. */
  epochs: TrainingEpoch[];
  /** Machines have worked on it for so long, in all attempts. */
  seconds?: number;
  /** Why it failed, in words for a person. */
  reason?: string;
}

/**
 * Trains decoders: a Python child on this machine, or a job in SageMaker. It reads the training set, the scenes to
 * mix in and the base from blobs, and leaves the tuned pair there.
 */
export interface Trainer {
  /** Returns once it has begun. Starting what runs already changes nothing. @throws TrainingFailed */
  startTraining: (request: TrainingRequest) => Promise<void>;
  describeTraining: (trainingId: string) => Promise<TrainingState>;
  /** Stopping what has ended is no error. */
  stopTraining: (trainingId: string) => Promise<void>;
}
