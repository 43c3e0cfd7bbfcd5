import { StaleRevision } from '../../shared/errors.ts';
import type { LabelStore } from '../../shared/store/label-store.ts';
import { reachConsensus } from '../../shared/workflow/consensus/reach-consensus.ts';
import { weightOf } from '../../shared/workflow/consensus/weight-of.ts';
import { nextStage, stageOf } from '../../shared/workflow/next-stage.ts';
import type { Task } from '../../shared/workflow/task.ts';
import type { AdvanceDeps } from '../advance-task/advance-deps.ts';
import type { Move } from '../advance-task/move.ts';

export interface ResolveConsensusDeps extends AdvanceDeps {
  labels: LabelStore;
}

/**
 * A slot of a consensus round was submitted. While others are missing the slot just ends; with the last one the
 * branches are compared, what the rule makes of them is saved on `main`, and the task itself goes on. The slot stays
 * on the move until all this is stored, so an interrupted run is driven again and finds what was done.
 */
export async function resolveConsensus(move: Move, deps: ResolveConsensusDeps): Promise<Move> {
  const slot = await deps.tasks.get(move.taskId);
  const parentId = slot.parentTaskId ?? slot.id;
  const slots = (await deps.tasks.listSlots(parentId)).filter(
    (one) => one.consensusRound === slot.consensusRound,
  );
  const parent = await deps.tasks.get(parentId);
  const isCurrent = parent.stageId === slot.stageId && parent.consensusRound === slot.consensusRound;
  const isComplete = slots.every((one) => one.status === 'advancing' || one.status === 'done');

  let next: Move = { ...move, kind: 'parked' };
  if (isCurrent && isComplete && parent.status !== 'advancing') await decide(parent, slots, deps);
  if (isComplete) {
    const fresh = await deps.tasks.get(parentId);
    if (fresh.status === 'advancing' && fresh.outcome !== undefined) {
      const workflow = await deps.workflows.document(fresh.workflowId, fresh.workflowRevision);
      const stage = nextStage(workflow, fresh.stageId, fresh.outcome);
      next = { taskId: fresh.id, rev: fresh.rev, kind: stage.kind, stageId: stage.id, via: [] };
    }
  }
  await deps.tasks.change(
    slot.id,
    (one) =>
      one.status === 'advancing'
        ? { ...one, status: 'done', outcome: undefined, leftBy: undefined }
        : undefined,
    { actor: 'system', action: 'task.slotDone' },
  );
  return next;
}

async function decide(parent: Task, slots: Task[], deps: ResolveConsensusDeps): Promise<void> {
  const workflow = await deps.workflows.document(parent.workflowId, parent.workflowRevision);
  const stage = stageOf(workflow, parent.stageId);
  if (stage.kind !== 'consensus') return;
  const people = slots.flatMap((slot) =>
    slot.branch === undefined ? [] : [slot.branch.slice('consensus/'.length)],
  );
  const isWeighted = stage.settings.rule.vote === 'weighted';
  const branches = await Promise.all(
    people.map(async (userId) => {
      const { objects, classifications } = await deps.labels.get(parent.id, `consensus/${userId}`);
      const weight = isWeighted ? weightOf(await deps.agreement.of(parent.projectId, userId)) : 1;
      return { userId, content: { objects, classifications }, weight };
    }),
  );
  const { content, ...scores } = reachConsensus(branches, stage.settings.rule, deps.now().toISOString());
  const head = await deps.labels.head(parent.id, 'main');
  const baseRevision = head?.revision ?? 0;
  const saving = {
    taskId: parent.id,
    branch: 'main',
    baseRevision,
    content,
    by: 'consensus',
    keepsAuthors: true,
  };
  const labelRevision = await deps.labels.save(saving).then(
    (saved) => saved.revision,
    (error: unknown) => {
      // The other last slot was faster; its document is the same.
      if (error instanceof StaleRevision) return baseRevision + 1;
      throw error;
    },
  );
  await deps.routes.settle(
    {
      taskId: parent.id,
      stageId: `${stage.id}#${parent.consensusRound}`,
      workflowId: parent.workflowId,
      workflowRevision: parent.workflowRevision,
      kind: 'consensus',
      pathway: scores.outcome,
      inputs: {
        ...scores,
        ...(isWeighted
          ? { weights: Object.fromEntries(branches.map((one) => [one.userId, one.weight])) }
          : {}),
        objects: scores.objects.slice(0, 500),
        minimumAgreement: stage.settings.rule.minimumAgreement,
      },
      at: deps.now().toISOString(),
    },
    parent.projectId,
  );
  await deps.tasks.change(
    parent.id,
    (fresh) =>
      fresh.stageId === parent.stageId &&
      fresh.consensusRound === parent.consensusRound &&
      fresh.status === 'open'
        ? {
            ...fresh,
            status: 'advancing',
            outcome: scores.outcome,
            leftBy: 'system',
            labelRevision,
            classIds: [...new Set(content.objects.map((object) => object.classId))].slice(0, 200),
            contributors: [...new Set([...fresh.contributors, ...people])],
          }
        : undefined,
    {
      actor: 'system',
      action: `task.${scores.outcome}`,
      details: { agreement: scores.agreement },
      // Of a round of one there is nothing to measure.
      more: () =>
        people.length < 2
          ? []
          : Object.entries(scores.annotators).map(([userId, agreement]) =>
              deps.agreement.add(parent.projectId, userId, agreement),
            ),
    },
  );
}
