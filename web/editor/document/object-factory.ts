import type { LabelObject } from '../../../shared/labels/label-object.ts';
import { roundShape } from '../../../shared/labels/round-label-content.ts';
import type { Shape } from '../../../shared/labels/shape.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 20 random characters: 100 bits, so that two people who draw offline never meet. */
export function newObjectId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => ALPHABET[byte & 31]).join('');
}

/** A new object drawn by `userId`, in the precision in which labels are kept (0.01 px). */
export function makeObject(classId: string, shape: Shape, userId: string, now: Date): LabelObject {
  const at = now.toISOString();
  return {
    id: newObjectId(),
    classId,
    shape: roundShape(shape),
    attributes: {},
    source: 'manual',
    createdBy: userId,
    createdAt: at,
    updatedBy: userId,
    updatedAt: at,
  };
}

/** The object with changes by `userId`. Whatever a person touches counts as theirs, not as the model's. */
export function changeObject(
  object: LabelObject,
  changes: Partial<Pick<LabelObject, 'shape' | 'classId' | 'attributes'>>,
  userId: string,
  now: Date,
): LabelObject {
  return {
    ...object,
    ...changes,
    shape: changes.shape === undefined ? object.shape : roundShape(changes.shape),
    updatedBy: userId,
    updatedAt: now.toISOString(),
  };
}
