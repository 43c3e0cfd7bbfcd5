import type { AttributeValues } from './attributes.ts';
import { isSameObject } from './diff-label-content.ts';
import { isDeepEqual } from './is-deep-equal.ts';
import type { LabelContent } from './label-document.ts';
import type { LabelClassification, LabelObject } from './label-object.ts';

/** Both sides changed the same thing in different ways; undefined means that the side deleted it. */
export interface MergeConflict<T> {
  id: string;
  base: T | undefined;
  mine: T | undefined;
  theirs: T | undefined;
}

export interface MergeResult {
  /** Everything both sides did; for a conflict, their version stands until a person decides. */
  merged: LabelContent;
  objectConflicts: MergeConflict<LabelObject>[];
  classificationConflicts: MergeConflict<LabelClassification>[];
}

/**
 * Three-way merge per object: `mine` and `theirs` both started from `base`. Changes to different objects both
 * survive, and so do changes to different fields of one object (its shape on one side, an attribute on the other).
 * A conflict is the same field changed in two ways, a new class against new attributes, or a change against a
 * deletion. Their order is kept; what only I created follows.
 */
export function mergeLabelContent(base: LabelContent, mine: LabelContent, theirs: LabelContent): MergeResult {
  const objects = mergeItems(base.objects, mine.objects, theirs.objects, isSameObject, mergeObject);
  const classifications = mergeItems(
    base.classifications,
    mine.classifications,
    theirs.classifications,
    isDeepEqual,
    mergeClassification,
  );
  return {
    merged: { objects: objects.merged, classifications: classifications.merged },
    objectConflicts: objects.conflicts,
    classificationConflicts: classifications.conflicts,
  };
}

type MergeOne<T> = (base: T | undefined, mine: T, theirs: T) => T | undefined;

function mergeItems<T extends { id: string }>(
  base: T[],
  mine: T[],
  theirs: T[],
  isSame: (a: T, b: T) => boolean,
  mergeOne: MergeOne<T>,
): { merged: T[]; conflicts: MergeConflict<T>[] } {
  const baseById = new Map(base.map((item) => [item.id, item]));
  const mineById = new Map(mine.map((item) => [item.id, item]));
  const theirIds = new Set(theirs.map((item) => item.id));
  const merged: T[] = [];
  const conflicts: MergeConflict<T>[] = [];

  for (const their of theirs) {
    const was = baseById.get(their.id);
    const my = mineById.get(their.id);
    if (my === undefined) {
      if (was === undefined) merged.push(their);
      else if (!isSame(was, their)) {
        merged.push(their);
        conflicts.push({ id: their.id, base: was, mine: undefined, theirs: their });
      }
    } else if (isSame(my, their) || (was !== undefined && isSame(was, my))) merged.push(their);
    else if (was !== undefined && isSame(was, their)) merged.push(my);
    else {
      const both = mergeOne(was, my, their);
      merged.push(both ?? their);
      if (both === undefined) conflicts.push({ id: their.id, base: was, mine: my, theirs: their });
    }
  }
  for (const my of mine) {
    if (theirIds.has(my.id)) continue;
    const was = baseById.get(my.id);
    if (was === undefined) merged.push(my);
    else if (!isSame(was, my)) conflicts.push({ id: my.id, base: was, mine: my, theirs: undefined });
  }
  return { merged, conflicts };
}

/** One side's value where only that side changed it; undefined when both did, differently. */
function pick<T>(base: T, mine: T, theirs: T): { value: T } | undefined {
  if (isDeepEqual(mine, theirs) || isDeepEqual(base, mine)) return { value: theirs };
  if (isDeepEqual(base, theirs)) return { value: mine };
  return undefined;
}

function mergeObject(
  base: LabelObject | undefined,
  mine: LabelObject,
  theirs: LabelObject,
): LabelObject | undefined {
  if (base === undefined) return undefined;
  const classId = pick(base.classId, mine.classId, theirs.classId);
  const shape = pick(base.shape, mine.shape, theirs.shape);
  const confidence = pick(base.confidence, mine.confidence, theirs.confidence);
  const trackId = pick(base.trackId, mine.trackId, theirs.trackId);
  const isReclassified = mine.classId !== base.classId || theirs.classId !== base.classId;
  // Attributes belong to the class: answers given for the old one must not land under the new one unseen.
  const attributes = isReclassified
    ? pick(base.attributes, mine.attributes, theirs.attributes)
    : mergeValues(base.attributes, mine.attributes, theirs.attributes);
  if (!classId || !shape || !confidence || !trackId || !attributes) return undefined;
  if (isReclassified && mine.classId !== theirs.classId) {
    const other = mine.classId === base.classId ? mine : theirs;
    if (!isDeepEqual(other.attributes, base.attributes)) return undefined;
  }
  const later = mine.updatedAt > theirs.updatedAt ? mine : theirs;
  const merged: LabelObject = {
    ...later,
    classId: classId.value,
    shape: shape.value,
    attributes: attributes.value,
    confidence: confidence.value,
    trackId: trackId.value,
  };
  if (merged.confidence === undefined) delete merged.confidence;
  if (merged.trackId === undefined) delete merged.trackId;
  return merged;
}

function mergeClassification(
  base: LabelClassification | undefined,
  mine: LabelClassification,
  theirs: LabelClassification,
): LabelClassification | undefined {
  if (base === undefined) return undefined;
  const answers = mergeValues(base.answers, mine.answers, theirs.answers);
  return answers === undefined ? undefined : { ...theirs, answers: answers.value };
}

function mergeValues(
  base: AttributeValues,
  mine: AttributeValues,
  theirs: AttributeValues,
): { value: AttributeValues } | undefined {
  const value: AttributeValues = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine), ...Object.keys(base)])) {
    const picked = pick(base[key], mine[key], theirs[key]);
    if (picked === undefined) return undefined;
    if (picked.value !== undefined) value[key] = picked.value;
  }
  return { value };
}
