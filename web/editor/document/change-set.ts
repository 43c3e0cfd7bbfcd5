import type { LabelClassification, LabelObject } from '../../../shared/labels/label-object.ts';

/**
 * Who made a change: the person at this editor, undo or redo, or the outside (`load` replaces everything, `merge`
 * brings in what somebody else saved).
 */
export type ChangeOrigin = 'user' | 'undo' | 'redo' | 'load' | 'merge';

/** An object and its place in the document's order. */
export interface PlacedObject {
  object: LabelObject;
  index: number;
}

/** One step of work, whole enough to be turned round. Deletions come first, then creations, by rising index. */
export interface ChangeSet {
  created: PlacedObject[];
  updated: { before: LabelObject; after: LabelObject }[];
  deleted: PlacedObject[];
  classifications?: { before: LabelClassification[]; after: LabelClassification[] };
  origin: ChangeOrigin;
}

/** The change that takes `changes` back. */
export function invertChangeSet(changes: ChangeSet, origin: ChangeOrigin): ChangeSet {
  return {
    created: changes.deleted,
    updated: changes.updated.map(({ before, after }) => ({ before: after, after: before })),
    deleted: changes.created,
    classifications: changes.classifications && {
      before: changes.classifications.after,
      after: changes.classifications.before,
    },
    origin,
  };
}
