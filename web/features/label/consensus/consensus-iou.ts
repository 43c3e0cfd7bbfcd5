import type { Stage } from '../../../api/workflow.ts';

/** What a consensus stage requires unless it says otherwise. */
const USUAL_IOU = 0.5;

/**
 * How much drawings must overlap to mean the same thing, by the rule of the consensus stage that a task came from: the
 * one with a pathway to the task's stage, or the only one there is.
 */
export function consensusIou(stages: readonly Stage[], stageId: string): number {
  const all = stages.filter(({ kind }) => kind === 'consensus');
  const before = all.filter(
    ({ id, pathways }) => id === stageId || pathways.some(({ to }) => to === stageId),
  );
  const [stage] = before.length > 0 ? before : all;
  const rule = stage?.settings?.rule as { minimumIou?: unknown } | undefined;
  return typeof rule?.minimumIou === 'number' ? rule.minimumIou : USUAL_IOU;
}
