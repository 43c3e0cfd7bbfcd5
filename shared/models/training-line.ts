import * as z from 'zod';

/** Mean IoU over all objects of a split, from a tight box and from one click, 0–1. */
const Share = z.number().min(0).max(1);
export const TrainingScores = z.object({ boxIou: Share, clickIou: Share });
export type TrainingScores = z.infer<typeof TrainingScores>;

export const TrainingEpoch = TrainingScores.extend({
  kind: z.literal('epoch'),
  epoch: z.int().min(1),
  loss: z.number(),
});
export type TrainingEpoch = z.infer<typeof TrainingEpoch>;

/** Zero-shot against tuned on the same held-out images, and on scenes of the kind that the base was made for. */
export const TrainingResult = z.object({
  kind: z.literal('result'),
  before: TrainingScores,
  after: TrainingScores,
  /** False when the validation split did not get better: the base stays in use. */
  promoted: z.boolean(),
  /** Images that were learned from; those held out are not among them. */
  images: z.int().min(0),
  original: z.object({ before: TrainingScores, after: TrainingScores }).optional(),
});
export type TrainingResult = z.infer<typeof TrainingResult>;

/** What the trainer prints, one JSON object per line. The last one is kept as `metrics.json` of the model. */
export const TrainingLine = z
  .discriminatedUnion('kind', [TrainingEpoch, TrainingResult])
  .meta({ title: 'Metrics of a training' });
export type TrainingLine = z.infer<typeof TrainingLine>;
