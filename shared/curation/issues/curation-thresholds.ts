import * as z from 'zod';

/** Where a value becomes an issue. Every one can be set; the defaults and why: docs/curation.md. */
export const CurationThresholds = z.object({
  /** Blurry below this variance of the Laplacian. */
  sharpness: z.number().default(60),
  /** Dark below, bright above this mean. */
  dark: z.number().default(0.1),
  bright: z.number().default(0.92),
  /** Low information below this entropy (bits) or this contrast. */
  entropy: z.number().default(2),
  contrast: z.number().default(0.03),
  /** Odd aspect beyond this ratio of the longer to the shorter side. */
  aspect: z.number().default(4),
  /** Odd size: area beyond this factor of the median area, either way. */
  sizeFactor: z.number().default(16),
  /** Outliers lie this many interquartile ranges outside the quartiles. */
  moderateIqr: z.number().default(1.5),
  severeIqr: z.number().default(2.5),
  /** Near duplicates differ in at most so many hash bits and so much cosine distance. */
  phashBits: z.int().default(6),
  dhashBits: z.int().default(10),
  nearDistance: z.number().default(0.03),
  /** Labels: distance to the border in pixels, IoU of duplicates, share of the image below which one is tiny. */
  borderPixels: z.number().default(1),
  duplicateIou: z.number().default(0.6),
  tinyArea: z.number().default(0.0001),
  tinyPixels: z.number().default(16),
  /** A label is suspicious when at least this share of its neighbours agrees on another class. */
  neighbourAgreement: z.number().default(0.8),
});
export type CurationThresholds = z.infer<typeof CurationThresholds>;
