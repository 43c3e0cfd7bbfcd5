import * as z from 'zod';

/** A file as it was last seen. */
export const MeasureImageInput = z.object({
  assetId: z.string(),
  datasetId: z.string(),
  key: z.string(),
  size: z.number(),
  etag: z.string(),
});
export type MeasureImageInput = z.infer<typeof MeasureImageInput>;

/** Everything that is registered about one file, except for when. */
export const MeasuredFile = MeasureImageInput.extend({
  status: z.enum(['ready', 'quarantined']),
  reason: z.string().optional(),
  reasonCode: z.string().optional(),
  sha256: z.string(),
  /** Pixels of the upright image; 0 when it cannot be read. */
  width: z.number(),
  height: z.number(),
  contentType: z.string(),
  warnings: z.array(z.string()),
  metrics: z.record(z.string(), z.number()),
  phash: z.string().optional(),
  dhash: z.string().optional(),
});
export type MeasuredFile = z.infer<typeof MeasuredFile>;
