import * as z from 'zod';

export const IssueKind = z.enum([
  'blurry',
  'dark',
  'bright',
  'low-information',
  'odd-size',
  'odd-aspect',
  'corrupt',
  'exact-duplicate',
  'near-duplicate',
  'metric-outlier',
  'class-outlier',
  'likely-wrong-label',
  'label-touches-border',
  'duplicate-label',
  'tiny-label',
  'split-leak',
]);
export type IssueKind = z.infer<typeof IssueKind>;

/** One finding about one image or one of its labels. */
export const CurationIssue = z.object({
  kind: IssueKind,
  /** The measured value, in the unit of `threshold`. */
  score: z.number(),
  /** What the value was compared with. */
  threshold: z.number(),
  /** A sentence for a person. */
  reason: z.string(),
  /** Which of the image's objects, when it is about one. */
  objectId: z.string().optional(),
});
export type CurationIssue = z.infer<typeof CurationIssue>;
