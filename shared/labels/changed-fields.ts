import { isDeepEqual } from './is-deep-equal.ts';
import type { LabelObject } from './label-object.ts';

const FIELDS = ['classId', 'shape', 'attributes', 'confidence', 'trackId'] as const;
export type ObjectField = (typeof FIELDS)[number];

/** In what two states of one object differ. */
export function changedFields(before: LabelObject, after: LabelObject): ObjectField[] {
  return FIELDS.filter((field) => !isDeepEqual(before[field], after[field]));
}
