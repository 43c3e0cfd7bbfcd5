type ChangeKind = 'created' | 'updated' | 'deleted';

/** What one saved revision changed. */
export interface RevisionChanges {
  revision: number;
  savedBy: string;
  savedAt: string;
  restoredFrom?: number;
  objects: { kind: ChangeKind; objectId: string; classId: string; fields?: string[] }[];
  classifications: { kind: ChangeKind; classificationId: string }[];
}
