import { changedFields } from './changed-fields.ts';
import type { ObjectField } from './changed-fields.ts';
import { diffLabelContent } from './diff-label-content.ts';
import type { LabelContent } from './label-document.ts';

export type ObjectChange = { objectId: string; classId: string } & (
  { kind: 'created' | 'deleted' } | { kind: 'updated'; fields: ObjectField[]; classIdBefore: string }
);

export interface ChangeSummary {
  objects: ObjectChange[];
  classifications: { classificationId: string; kind: 'created' | 'updated' | 'deleted' }[];
}

/** What changed between two contents, one line per object: enough to tell, too little to rebuild it. */
export function summarizeChanges(before: LabelContent, after: LabelContent): ChangeSummary {
  const { objects, classifications } = diffLabelContent(before, after);
  const named = (kind: 'created' | 'deleted') => (object: { id: string; classId: string }) => ({
    kind,
    objectId: object.id,
    classId: object.classId,
  });
  const answered = (kind: 'created' | 'updated' | 'deleted') => (one: { classificationId: string }) => ({
    kind,
    classificationId: one.classificationId,
  });
  return {
    objects: [
      ...objects.created.map(named('created')),
      ...objects.updated.map(({ before: was, after: is }) => ({
        kind: 'updated' as const,
        objectId: is.id,
        classId: is.classId,
        classIdBefore: was.classId,
        fields: changedFields(was, is),
      })),
      ...objects.deleted.map(named('deleted')),
    ],
    classifications: [
      ...classifications.created.map(answered('created')),
      ...classifications.updated.map(({ after: is }) => answered('updated')(is)),
      ...classifications.deleted.map(answered('deleted')),
    ],
  };
}
