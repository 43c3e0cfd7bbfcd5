import { isDeepEqual } from './is-deep-equal.ts';
import type { LabelContent } from './label-document.ts';
import type { LabelClassification, LabelObject } from './label-object.ts';

export interface ItemChanges<T> {
  created: T[];
  updated: { before: T; after: T }[];
  deleted: T[];
}

export interface LabelChanges {
  objects: ItemChanges<LabelObject>;
  classifications: ItemChanges<LabelClassification>;
}

/** Whether two objects say the same about the image; who touched them when does not count. */
export function isSameObject(a: LabelObject, b: LabelObject): boolean {
  return (
    a.classId === b.classId &&
    a.trackId === b.trackId &&
    a.confidence === b.confidence &&
    isDeepEqual(a.shape, b.shape) &&
    isDeepEqual(a.attributes, b.attributes)
  );
}

/** What changed from one revision to another, matched by id. */
export function diffLabelContent(before: LabelContent, after: LabelContent): LabelChanges {
  return {
    objects: diffItems(before.objects, after.objects, isSameObject),
    classifications: diffItems(before.classifications, after.classifications, isDeepEqual),
  };
}

function diffItems<T extends { id: string }>(
  before: T[],
  after: T[],
  isSame: (a: T, b: T) => boolean,
): ItemChanges<T> {
  const changes: ItemChanges<T> = { created: [], updated: [], deleted: [] };
  const old = new Map(before.map((item) => [item.id, item]));
  for (const item of after) {
    const previous = old.get(item.id);
    old.delete(item.id);
    if (previous === undefined) changes.created.push(item);
    else if (!isSame(previous, item)) changes.updated.push({ before: previous, after: item });
  }
  changes.deleted.push(...old.values());
  return changes;
}
