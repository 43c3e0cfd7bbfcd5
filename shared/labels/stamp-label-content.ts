import { isSameObject } from './diff-label-content.ts';
import type { LabelContent } from './label-document.ts';
import type { LabelObject } from './label-object.ts';
import { roundShape } from './round-label-content.ts';

/**
 * The content with true words on who made and changed each object, whatever it says itself: what is new or differs
 * from `before` was changed by `by` at `at`, all else keeps the words of `before`. Shapes come rounded as they are kept,
 * as a difference below 0.01 px is none.
 */
export function stampLabelContent(
  before: LabelContent,
  after: LabelContent,
  { by, at }: { by: string; at: string },
): LabelContent {
  const known = new Map(before.objects.map((object) => [object.id, object]));
  const stamp = (object: LabelObject): LabelObject => {
    const rounded = { ...object, shape: roundShape(object.shape) };
    const was = known.get(object.id);
    if (was === undefined) return { ...rounded, createdBy: by, createdAt: at, updatedBy: by, updatedAt: at };
    const { createdBy, createdAt, updatedBy, updatedAt } = was;
    return isSameObject(was, rounded)
      ? { ...rounded, source: was.source, createdBy, createdAt, updatedBy, updatedAt }
      : { ...rounded, createdBy, createdAt, updatedBy: by, updatedAt: at };
  };
  return { objects: after.objects.map(stamp), classifications: after.classifications };
}
