import { isSameObject } from './diff-label-content.ts';
import type { LabelContent } from './label-document.ts';

/**
 * Current labels and others beside them. What is there already (the same object under the same id) is not added again;
 * another object under a taken id gets an id from `newId`. An answered classification keeps its answer.
 */
export function addLabels(
  current: LabelContent,
  more: LabelContent,
  newId: (id: string) => string,
): LabelContent {
  const known = new Map(current.objects.map((object) => [object.id, object]));
  const objects = more.objects.flatMap((object) => {
    const was = known.get(object.id);
    if (was === undefined) return [object];
    if (isSameObject(was, object)) return [];
    const id = newId(object.id);
    return known.has(id) ? [] : [{ ...object, id }];
  });
  const answered = new Set(current.classifications.map((one) => one.classificationId));
  return {
    objects: [...current.objects, ...objects],
    classifications: [
      ...current.classifications,
      ...more.classifications.filter((one) => !answered.has(one.classificationId)),
    ],
  };
}
