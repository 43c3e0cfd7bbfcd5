import * as z from 'zod';
import { BUILT_IN_EMBEDDING, EmbeddingName } from './embedding-name.ts';
import { CurationThresholds } from './issues/curation-thresholds.ts';
import { SelectionRule } from './selection/selection-rule.ts';

/** A threshold that is left out has its default. */
export const ChosenThresholds = z.strictObject(
  Object.fromEntries(
    Object.keys(CurationThresholds.shape).map((name) => [name, z.number().min(0).max(1e9).optional()]),
  ) as Record<keyof CurationThresholds, z.ZodOptional<z.ZodNumber>>,
);
export type ChosenThresholds = z.infer<typeof ChosenThresholds>;

/** How a project looks at its images by itself. */
export const CurationPlan = z.strictObject({
  isOn: z.boolean(),
  /** Looks again when so much time has passed and images have come, changed or gone. */
  everyHours: z
    .int()
    .min(1)
    .max(24 * 30),
  thresholds: ChosenThresholds.default({}),
  embedding: EmbeddingName.default(BUILT_IN_EMBEDDING),
  /** Left out: no task is moved. */
  selection: SelectionRule.optional(),
});
export type CurationPlan = z.infer<typeof CurationPlan>;
