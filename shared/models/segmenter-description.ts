import * as z from 'zod';
import { ModelFile } from './model-file.ts';
import { TrainingScores } from './training-line.ts';

/** Where a tuned model comes from, and what it was measured to be worth when it was registered. */
const Tuning = z.strictObject({
  projectId: z.string(),
  snapshotId: z.string(),
  /** Of the job that made it. */
  jobId: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** Images that were learned from. */
  images: z.int().min(0),
  /** The base and the tuned model on the same held-out images of the snapshot. */
  before: TrainingScores,
  after: TrainingScores,
  /** The same on scenes of the kind that the base was made for. */
  original: z.strictObject({ before: TrainingScores, after: TrainingScores }).optional(),
});

/** `model.json` in a model's folder: what the two halves of a promptable segmenter are and how to talk to them. */
export const SegmenterDescription = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,128}$/),
  name: z.string(),
  kind: z.literal('segmenter'),
  profile: z.enum(['sam-v1', 'transformers-sam', 'efficient-sam', 'sam-2']),
  /** SPDX. */
  licence: z.string(),
  /** Id of the model that this one was tuned from. */
  parentId: z.string().optional(),
  tuning: Tuning.optional(),
  /** `weights` are what a further training begins with. */
  files: z.strictObject({ encoder: ModelFile, decoder: ModelFile, weights: ModelFile.optional() }),
});
export type SegmenterDescription = z.infer<typeof SegmenterDescription>;
