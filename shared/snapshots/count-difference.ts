import { diffLabelContent } from '../labels/diff-label-content.ts';
import type { LabelContent } from '../labels/label-document.ts';
import type { SnapshotDifference } from './diff-snapshots.ts';

export interface ChangeCounts {
  added: number;
  removed: number;
  changed: number;
}

export interface DifferenceCounts {
  objects: ChangeCounts;
  /** By class id; an object that changed its class counts as changed for the class that it has now. */
  classes: Record<string, ChangeCounts>;
}

const NOTHING: LabelContent = { objects: [], classifications: [] };

/**
 * Objects that differ, in all and per class: of images that came or went all their objects, of images whose labels
 * differ the objects that do.
 *
 * @param readLabels gives a label document by its sha256; called for at most two documents of an image
 */
export async function countDifference(
  { added, removed, changed }: SnapshotDifference,
  readLabels: (sha256: string) => Promise<LabelContent>,
): Promise<DifferenceCounts> {
  const objects: ChangeCounts = { added: 0, removed: 0, changed: 0 };
  const classes: Record<string, ChangeCounts> = {};
  const count = (what: keyof ChangeCounts, classId: string) => {
    objects[what]++;
    classes[classId] ??= { added: 0, removed: 0, changed: 0 };
    classes[classId][what]++;
  };
  const read = async (sha256: string | undefined) => (sha256 === undefined ? NOTHING : readLabels(sha256));
  const pairs: [string | undefined, string | undefined][] = [
    ...added.map((item): [undefined, string] => [undefined, item.labelsSha256]),
    ...removed.map((item): [string, undefined] => [item.labelsSha256, undefined]),
    ...changed.map(({ before, after }): [string, string] => [before.labelsSha256, after.labelsSha256]),
  ];
  for (const [before, after] of pairs) {
    if (before === after) continue;
    const [was, is] = await Promise.all([read(before), read(after)]);
    const difference = diffLabelContent(was, is).objects;
    for (const { classId } of difference.created) count('added', classId);
    for (const { classId } of difference.deleted) count('removed', classId);
    for (const { after: now } of difference.updated) count('changed', now.classId);
  }
  return { objects, classes };
}
