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

/** As the tz database names it, such as `Europe/Berlin`. */
const TimeZone = z
  .string()
  .max(64)
  .refine((name) => isTimeZone(name), 'is no time zone; name one like Europe/Berlin.');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format();
    return true;
  } catch {
    return false;
  }
}

/** How a project looks at its images by itself. */
export const CurationPlan = z.strictObject({
  isOn: z.boolean(),
  /** Looks again when so much time has passed and images have come, changed or gone. */
  everyHours: z
    .int()
    .min(1)
    .max(24 * 30),
  /** Looks only at this hour, such as at night; left out: at any. For plans of a day or more. */
  at: z.strictObject({ hour: z.int().min(0).max(23), timeZone: TimeZone }).optional(),
  thresholds: ChosenThresholds.default({}),
  embedding: EmbeddingName.default(BUILT_IN_EMBEDDING),
  /** Left out: no task is moved. */
  selection: SelectionRule.optional(),
});
export type CurationPlan = z.infer<typeof CurationPlan>;
