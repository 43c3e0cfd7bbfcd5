import * as z from 'zod';

const numberList = (what: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))))
    .refine(
      (list) => list.every((value) => Number.isFinite(value)),
      `${what} must be numbers with commas between`,
    );

const count = z.coerce.number().int().min(0);

/** What the command line of `lapidary evaluate` may say, parsed. */
export const EvaluateOptions = z.object({
  groundTruth: z.string(),
  detections: z.string(),
  iouType: z.enum(['bbox', 'segm', 'keypoints']),
  json: z.string().optional(),
  html: z.string().optional(),
  arrays: z.string().optional(),
  compare: z.string().optional(),
  minMap: z.coerce.number().optional(),
  /** `true` is what commander gives an option named `--no-…` that was not used. */
  worseThan: z.union([z.literal(true), z.string()]).optional(),
  tolerance: z.coerce.number().min(0).default(1e-12),
  maxDets: numberList('--max-dets')
    .refine((list) => list.every((n) => Number.isInteger(n) && n > 0), '--max-dets must be whole and above 0')
    .optional(),
  iouThresholds: numberList('--iou-thresholds')
    .refine((list) => list.every((t) => t >= 0 && t <= 1), '--iou-thresholds must lie between 0 and 1')
    .optional(),
  areas: z
    .string()
    .transform((text) =>
      text.split(',').map((part) => {
        const [, name, from, to] = /^([^:]+):([\d.e+]+)-([\d.e+]*)$/i.exec(part.trim()) ?? [];
        return { name, from: Number(from), to: to === '' ? Infinity : Number(to) };
      }),
    )
    .refine(
      (areas) => areas.every(({ name, from, to }) => name !== undefined && from <= to),
      '--areas must look like all:0-1e10,small:0-1024',
    )
    .refine((areas) => areas.length < 32, '--areas must be fewer than 32')
    .optional(),
  categories: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .optional(),
  useCats: z.enum(['0', '1']).default('1'),
  sigmas: numberList('--sigmas').optional(),
  federated: z.boolean().default(false),
  groupOf: z.boolean().default(false),
  details: z.boolean().default(false),
  detailIou: z.coerce.number().min(0).max(1).default(0.5),
  score: z.coerce.number().optional(),
  bootstrap: count.default(0),
  strict: z.boolean().default(false),
  threads: count.max(2).default(0),
});
export type EvaluateOptions = z.infer<typeof EvaluateOptions>;
