import { InvalidInput } from '../../../shared/errors.ts';
import { bringBack } from '../../../shared/labels/bring-back.ts';
import type { LabelContent, LabelDocument } from '../../../shared/labels/label-document.ts';
import { parentTaskOf } from '../../../shared/store/keys.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { requireWritable } from './label-access.ts';
import type { TaskContext } from './task-context.ts';

interface Saving {
  taskId: string;
  /** The task's own branch when left out. */
  branch?: string;
  baseRevision: number;
}

/** Every way in which a person writes labels goes through here. */
export function labelSaving(deps: ApiDeps, context: TaskContext) {
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });

  /** @throws NotHolder, WrongStage, NotAllowed */
  async function requireWriter(user: SignedInUser, saving: Saving): Promise<string> {
    const { task, role } = await context.open(user, saving.taskId, 'viewProject');
    const stage = await context.stageOf(task);
    const branch = saving.branch ?? task.branch ?? 'main';
    requireWritable({ task, stage, branch, user, role });
    if (stage?.kind === 'review' && !task.contributors.includes(user.id)) {
      // Whoever edits in review has shaped the labels, and reviews this task in no later round.
      const shaped = (fresh: Task) =>
        fresh.assigneeId === user.id && !fresh.contributors.includes(user.id)
          ? { ...fresh, editedInReview: true }
          : undefined;
      await context.tasks.change(
        saving.taskId,
        shaped,
        { actor: user.id, action: 'task.editedInReview' },
        task,
      );
    }
    return branch;
  }

  return {
    /** @throws NotHolder, WrongStage, NotAllowed, StaleRevision, InvalidInput when two objects have one id */
    async save(user: SignedInUser, saving: Saving, content: LabelContent): Promise<LabelDocument> {
      const branch = await requireWriter(user, saving);
      requireOwnIds(content);
      const { taskId, baseRevision } = saving;
      return labels.save({ taskId: parentTaskOf(taskId), branch, baseRevision, content, by: user.id });
    },

    /**
     * An earlier revision becomes the next one. Objects that it brings back or changes keep who made them, and say that
     * they were changed now; the revisions in between stay in the history.
     *
     * @throws NotHolder, WrongStage, NotAllowed, StaleRevision, InvalidInput when there is no such revision
     */
    async restore(user: SignedInUser, saving: Saving, revision: number): Promise<LabelDocument> {
      const branch = await requireWriter(user, saving);
      const owner = parentTaskOf(saving.taskId);
      const wanted = await labels.getRevision(owner, branch, revision);
      if (!wanted || revision > saving.baseRevision) {
        throw new InvalidInput(`The branch "${branch}" has no revision ${revision} to go back to.`, {
          path: 'revision',
        });
      }
      const base = await labels.getRevision(owner, branch, saving.baseRevision);
      return labels.save({
        taskId: owner,
        branch,
        baseRevision: saving.baseRevision,
        content: bringBack(wanted, base, { by: user.id, at: deps.store.now().toISOString() }),
        by: user.id,
        keepsAuthors: true,
        restoredFrom: revision,
      });
    },
  };
}

function requireOwnIds({ objects, classifications }: LabelContent): void {
  for (const [path, items] of [
    ['objects', objects],
    ['classifications', classifications],
  ] as const) {
    const seen = new Set<string>();
    const twice = items.find(({ id }) => seen.size === seen.add(id).size);
    if (twice) {
      throw new InvalidInput(`Two of the ${path} have the id "${twice.id}"; each needs its own.`, { path });
    }
  }
}
