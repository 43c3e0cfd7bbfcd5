import type { AttributeValues } from '../../labels/attributes.ts';
import type { LabelContent } from '../../labels/label-document.ts';
import type { ConsensusRule } from '../stage.ts';
import type { AnnotatorBranch } from './branch.ts';
import { fuseGroup } from './fuse-group.ts';
import { groupObjects } from './group-objects.ts';
import { voteAnswers } from './vote-answers.ts';

export interface Consensus {
  outcome: 'agreed' | 'disagreed';
  /** 0–1: the mean over every object group and every classification. */
  agreement: number;
  /** What the rule makes of the branches: a proposal where they disagree. */
  content: LabelContent;
  objects: { objectId: string; classId: string; votes: number; agreement: number; isKept: boolean }[];
  /** Each annotator's mean agreement with the others: what weights can be made from. */
  annotators: Record<string, number>;
}

/**
 * Compares the branches of one round and makes one document of them: objects that enough annotators drew, fused;
 * answers by vote. Two annotators who drew nothing agree.
 */
export function reachConsensus(
  branches: readonly AnnotatorBranch[],
  rule: ConsensusRule,
  now: string,
): Consensus {
  const groups = groupObjects(branches, rule.minimumIou);
  const wholeWeight = branches.reduce(
    (sum, branch) => sum + (rule.vote === 'weighted' ? branch.weight : 1),
    0,
  );
  const objects: Consensus['objects'] = [];
  const content: LabelContent = { objects: [], classifications: [] };
  const shares = new Map(branches.map((branch) => [branch.userId, { sum: 0, n: 0 }]));

  for (const group of groups) {
    const fused = fuseGroup(group, rule, wholeWeight, now);
    const isKept = group.members.length >= rule.quorum;
    if (isKept) content.objects.push(fused);
    objects.push({
      objectId: fused.id,
      classId: group.classId,
      votes: group.members.length,
      agreement: group.agreement,
      isKept,
    });
    for (const { branch } of group.members) {
      const share = shares.get(branch.userId);
      if (!share) continue;
      share.sum += branches.length < 2 ? 1 : (group.members.length - 1) / (branches.length - 1);
      share.n++;
    }
  }

  const scores = objects.map((object) => object.agreement);
  const ids = new Set(
    branches.flatMap((branch) => branch.content.classifications.map((one) => one.classificationId)),
  );
  for (const classificationId of ids) {
    const ballots = branches.map((branch): [AttributeValues, number] => [
      branch.content.classifications.find((one) => one.classificationId === classificationId)?.answers ?? {},
      rule.vote === 'weighted' ? branch.weight : 1,
    ]);
    const { answers, agreement } = voteAnswers(ballots);
    scores.push(agreement);
    const id = branches
      .flatMap((branch) => branch.content.classifications)
      .find((one) => one.classificationId === classificationId)?.id;
    if (id !== undefined && Object.keys(answers).length > 0) {
      content.classifications.push({ id, classificationId, answers });
    }
  }
  const agreement = scores.length === 0 ? 1 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    outcome: rule.decide === 'agreement' && agreement >= rule.minimumAgreement ? 'agreed' : 'disagreed',
    agreement,
    content,
    objects,
    annotators: Object.fromEntries(
      [...shares].map(([userId, { sum, n }]) => [userId, n === 0 ? 1 : sum / n]),
    ),
  };
}
