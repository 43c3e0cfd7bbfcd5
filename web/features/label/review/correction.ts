import { diffLabelContent } from '../../../../shared/labels/diff-label-content.ts';
import type { LabelContent } from '../../../../shared/labels/label-document.ts';
import type { LabelObject } from '../../../../shared/labels/label-object.ts';

/** What became of one object since the last review. */
export interface CorrectedObject {
  id: string;
  kind: 'created' | 'updated' | 'deleted';
  classId: string;
  before: LabelObject | undefined;
  after: LabelObject | undefined;
}

/** What was put right between two states of the labels: changed first, then new, then deleted. */
export function correctedObjects(before: LabelContent, after: LabelContent): CorrectedObject[] {
  const { created, updated, deleted } = diffLabelContent(before, after).objects;
  return [
    ...updated.map((one) => ({
      id: one.after.id,
      kind: 'updated' as const,
      classId: one.after.classId,
      before: one.before,
      after: one.after,
    })),
    ...created.map((object) => ({
      id: object.id,
      kind: 'created' as const,
      classId: object.classId,
      before: undefined,
      after: object,
    })),
    ...deleted.map((object) => ({
      id: object.id,
      kind: 'deleted' as const,
      classId: object.classId,
      before: object,
      after: undefined,
    })),
  ];
}

/** The newest revision that was there at `at`; 0 when there was none yet. Times are ISO 8601. */
export function revisionAt(revisions: readonly { revision: number; savedAt: string }[], at: string): number {
  return Math.max(0, ...revisions.filter(({ savedAt }) => savedAt <= at).map(({ revision }) => revision));
}
