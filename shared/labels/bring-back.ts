import { isSameObject } from './diff-label-content.ts';
import type { LabelContent } from './label-document.ts';

/**
 * Earlier labels as the next ones: what they share with the current ones stays as it is; what they bring back or change
 * keeps who made it, and says that `by` changed it at `at`.
 */
export function bringBack(
  wanted: LabelContent,
  current: LabelContent | undefined,
  { by, at }: { by: string; at: string },
): LabelContent {
  const known = new Map(current?.objects.map((object) => [object.id, object]));
  return {
    objects: wanted.objects.map((object) => {
      const now = known.get(object.id);
      return now && isSameObject(now, object) ? now : { ...object, updatedBy: by, updatedAt: at };
    }),
    classifications: wanted.classifications,
  };
}
