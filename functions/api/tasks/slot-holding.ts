import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { SlotTaken, StaleRevision, WrongStage } from '../../../shared/errors.ts';
import { keys } from '../../../shared/store/keys.ts';
import type { TaskStore } from '../../../shared/store/tasks/task-store.ts';
import { closeSlot } from '../../../shared/workflow/enter-stage.ts';
import type { Task } from '../../../shared/workflow/task.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const branchOf = (userId: string): string => `consensus/${userId}`;

/** In a consensus round one person takes one slot, by themselves or by a manager, and labels on their own branch. */
export function slotHolding(table: string, tasks: TaskStore) {
  /**
   * Why a slot could not be taken: its person has another one of the round, the round is not open yet, or it is over
   * as a manager moved its task away, in a request that died before it closed the slots. Those are closed now.
   */
  async function whyRefused(slot: Task): Promise<'taken' | 'early' | 'over'> {
    const parent = await tasks.get(slot.parentTaskId ?? slot.id);
    if (parent.consensusRound < slot.consensusRound) return 'early';
    if (parent.consensusRound === slot.consensusRound && parent.stageId === slot.stageId) return 'taken';
    await tasks.change(slot.id, closeSlot, { actor: 'system', action: 'task.slotClosed' });
    return 'over';
  }

  return {
    whyRefused,

    /** The task, with the branch of whoever takes it when it is a slot. */
    withBranch<T extends Pick<Task, 'parentTaskId'>>(changed: T, userId: string): T & Pick<Task, 'branch'> {
      return changed.parentTaskId === undefined ? changed : { ...changed, branch: branchOf(userId) };
    },

    /** What is written in the transaction that gives a slot to a person; nothing for other tasks. */
    actions(slot: Task, userId: string): Action[] {
      const { parentTaskId, consensusRound, branch } = slot;
      if (parentTaskId === undefined) return [];
      const holder = (who: string) => keys.slotHolder(parentTaskId, consensusRound, who);
      const condition = {
        ConditionExpression: 'attribute_not_exists(pk) OR slotId = :slot',
        ExpressionAttributeValues: { ':slot': slot.id },
      };
      const take = { TableName: table, Item: { ...holder(userId), slotId: slot.id }, ...condition };
      const isOpen = {
        TableName: table,
        Key: keys.task(parentTaskId),
        ConditionExpression: 'stageId = :stage AND consensusRound = :round',
        ExpressionAttributeValues: { ':stage': slot.stageId, ':round': consensusRound },
      };
      // Whoever let go of this slot may take another one of the round.
      const left =
        branch === undefined || branch === branchOf(userId)
          ? []
          : [{ Delete: { TableName: table, Key: holder(branch.slice(branchOf('').length)) } }];
      return [{ Put: take }, { ConditionCheck: isOpen }, ...left];
    },

    /** @throws SlotTaken or WrongStage in place of what the transaction above said, and any other error as it is */
    async explain(slot: Task, error: unknown): Promise<never> {
      if (!(error instanceof StaleRevision) || slot.parentTaskId === undefined) throw error;
      const why = await whyRefused(slot);
      if (why === 'over')
        throw new WrongStage('This consensus round is over: its task was moved to another stage.');
      if (why === 'early')
        throw new WrongStage('This consensus round is about to open; try again in a moment.');
      throw new SlotTaken();
    },
  };
}
