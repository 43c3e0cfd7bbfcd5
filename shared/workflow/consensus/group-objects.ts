import type { LabelObject } from '../../labels/label-object.ts';
import { shapeIou } from '../../labels/shape-iou.ts';
import { assignOptimally } from './assign-optimally.ts';
import type { AnnotatorBranch } from './branch.ts';

/** The drawings of one thing by several annotators, at most one each. */
export interface ObjectGroup {
  classId: string;
  members: { branch: AnnotatorBranch; object: LabelObject }[];
  /** Mean IoU over all pairs of annotators, 0 for a pair of which one did not draw it. */
  agreement: number;
}

/**
 * Which drawings mean the same thing: of the same class, with an IoU of at least `minimumIou`, matched branch by branch
 * with the Hungarian method on the mean IoU with what is in a group already.
 */
export function groupObjects(branches: readonly AnnotatorBranch[], minimumIou: number): ObjectGroup[] {
  const groups: Omit<ObjectGroup, 'agreement'>[] = [];
  // The fullest branch first: it splits the fewest things into two groups.
  const ordered = branches.toSorted((a, b) => b.content.objects.length - a.content.objects.length);
  for (const branch of ordered) {
    const { objects } = branch.content;
    const gain = objects.map((object) =>
      groups.map((group) => {
        if (group.classId !== object.classId) return 0;
        const sum = group.members.reduce((total, one) => total + shapeIou(one.object.shape, object.shape), 0);
        const mean = sum / group.members.length;
        // A perfect miss and a bar of 0 would otherwise be a match.
        return mean >= minimumIou && mean > 0 ? mean : 0;
      }),
    );
    const assigned = gain.length > 0 && groups.length > 0 ? assignOptimally(gain) : [];
    objects.forEach((object, i) => {
      const group = assigned[i] === undefined || assigned[i] < 0 ? undefined : groups[assigned[i]];
      if (group) group.members.push({ branch, object });
      else groups.push({ classId: object.classId, members: [{ branch, object }] });
    });
  }
  return groups.map((group) => ({ ...group, agreement: pairwiseIou(group.members, branches.length) }));
}

function pairwiseIou(members: ObjectGroup['members'], annotators: number): number {
  let sum = 0;
  for (let i = 0; i < members.length; i++) {
    for (let j = i + 1; j < members.length; j++)
      sum += shapeIou(members[i].object.shape, members[j].object.shape);
  }
  return annotators < 2 ? 1 : sum / ((annotators * (annotators - 1)) / 2);
}
