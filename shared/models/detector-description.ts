import * as z from 'zod';
import { ModelFile } from './model-file.ts';

/** `model.json` in a model's folder: what an ONNX detector gives and what its classes are called. */
export const DetectorDescription = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,128}$/),
  name: z.string(),
  kind: z.literal('detector'),
  profile: z.enum(['yolo-v5', 'yolo-v8', 'yolo-v10', 'detr', 'rt-detr']),
  /** SPDX. */
  licence: z.string(),
  parentId: z.string().optional(),
  files: z.strictObject({ model: ModelFile }),
  /** In the order of the model's outputs. */
  classes: z.array(z.string().min(1).max(256)).min(1).max(10_000),
  /** What a class is called in an ontology, where it differs: `{ "motorbike": "Motorcycle" }`. Upper and lower case are one. */
  classMap: z.record(z.string(), z.string()).default({}),
  /** Side of the input in pixels, for graphs that take any. */
  side: z.int().min(32).max(4096).optional(),
  /** Detections that the model rates below are dropped, 0–1. */
  minimumScore: z.number().min(0).max(1).default(0.25),
  /** Of two boxes of one class with a higher IoU only the better rated is kept; for profiles that repeat themselves. */
  maximumOverlap: z.number().min(0).max(1).default(0.7),
});
export type DetectorDescription = z.infer<typeof DetectorDescription>;
