import * as z from 'zod';

export const AssetStatus = z.enum(['ready', 'quarantined', 'removed']);
export type AssetStatus = z.infer<typeof AssetStatus>;

/** One file of a dataset. `width` and `height` are pixels after EXIF orientation; both 0 when it cannot be read. */
export const Asset = z.object({
  id: z.string(),
  datasetId: z.string(),
  kind: z.literal('image').default('image'),
  key: z.string(),
  name: z.string(),
  sha256: z.string(),
  width: z.number(),
  height: z.number(),
  /** Bytes. */
  size: z.number(),
  contentType: z.string(),
  status: AssetStatus,
  /** Why it was quarantined, for a person. */
  reason: z.string().optional(),
  /** The stable code behind `reason`. */
  reasonCode: z.string().optional(),
  warnings: z.array(z.string()).default([]),
  metrics: z.record(z.string(), z.number()).default({}),
  /** 64-bit perceptual and difference hash, 16 hexadecimal digits each. */
  phash: z.string().optional(),
  dhash: z.string().optional(),
  /** Of the stored object, so that the same event twice is recognised without reading the file. */
  etag: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Counts the changes of this record. */
  writes: z.number().default(0),
});
export type Asset = z.infer<typeof Asset>;
