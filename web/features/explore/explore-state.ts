import * as z from 'zod';
import { CurationThresholds } from '../../../shared/curation/issues/curation-thresholds.ts';
import { COLOR_FIELDS } from './color-images.ts';
import { METRICS } from './load-images.ts';

/** What a kept view remembers: everything but what was picked by hand. */
export const ExploreState = z.object({
  ranges: z.partialRecord(z.enum(METRICS), z.tuple([z.number(), z.number()])).default({}),
  issue: z.string().optional(),
  cluster: z.int().optional(),
  isProposed: z.boolean().optional(),
  limits: CurationThresholds.default(() => CurationThresholds.parse({})),
  grouping: z
    .discriminatedUnion('by', [
      z.object({ by: z.literal('k-means') }),
      z.object({ by: z.literal('tree'), clusters: z.int().min(1) }),
      z.object({ by: z.literal('density'), radius: z.number().min(0) }),
    ])
    .default({ by: 'k-means' }),
  colorBy: z.enum(COLOR_FIELDS).default('group'),
});
export type ExploreState = z.infer<typeof ExploreState>;
