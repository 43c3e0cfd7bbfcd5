import { diffLabelContent } from '../labels/diff-label-content.ts';
import type { LabelContent } from '../labels/label-document.ts';
import type { ObjectDecision } from './review.ts';

/**
 * What a reviewer's decisions are after they edited the labels: whatever they changed has to be decided again, what they
 * drew themselves is approved, and nothing is decided about what is gone.
 */
export function decisionsAfterEdit(
  decisions: readonly ObjectDecision[],
  before: LabelContent,
  after: LabelContent,
  reviewerId: string,
): ObjectDecision[] {
  const { created, updated, deleted } = diffLabelContent(before, after).objects;
  const lapsed = new Set([...created, ...updated.map((one) => one.after), ...deleted].map(({ id }) => id));
  return [
    ...decisions.filter(({ objectId }) => !lapsed.has(objectId)),
    // What was brought back from an earlier revision is still somebody else's.
    ...created
      .filter(({ createdBy }) => createdBy === reviewerId)
      .map(({ id }): ObjectDecision => ({ objectId: id, decision: 'approved' })),
  ];
}
