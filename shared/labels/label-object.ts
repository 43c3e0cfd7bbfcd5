import * as z from 'zod';
import { AttributeValues } from './attributes.ts';
import { Shape } from './shape.ts';

export const LabelSource = z.enum(['manual', 'model', 'import', 'consensus']);
export type LabelSource = z.infer<typeof LabelSource>;

const Id = z.string().min(1).max(128);
const Timestamp = z.iso.datetime();

/** One object of an image: a class, a shape in image pixels, and its answers to the class's attributes. */
export const LabelObject = z.strictObject({
  id: Id,
  classId: Id,
  shape: Shape,
  attributes: AttributeValues.default({}),
  source: LabelSource.default('manual'),
  /** 0–1; set by models and consensus. */
  confidence: z.number().min(0).max(1).optional(),
  createdBy: z.string(),
  createdAt: Timestamp,
  updatedBy: z.string(),
  updatedAt: Timestamp,
  trackId: Id.optional(),
});
export type LabelObject = z.infer<typeof LabelObject>;

/** One answered classification of the whole image. */
export const LabelClassification = z.strictObject({
  id: Id,
  classificationId: Id,
  answers: AttributeValues,
});
export type LabelClassification = z.infer<typeof LabelClassification>;
