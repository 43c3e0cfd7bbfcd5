import { InvalidInput } from '../../../shared/errors.ts';
import { bringBack } from '../../../shared/labels/bring-back.ts';
import type { LabelContent, LabelDocument } from '../../../shared/labels/label-document.ts';
import { parentTaskOf } from '../../../shared/store/keys.ts';
import { isDeepEqual } from '../../../shared/labels/is-deep-equal.ts';
import { labelStore } from '../../../shared/store/label-store.ts';
import { reviewStore } from '../../../shared/store/review-store.ts';
import { decisionsAfterEdit } from '../../../shared/workflow/decisions-after-edit.ts';
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

interface Writer {
  branch: string;
  /** The task, when it is written to in a review. */
  reviewed: Task | undefined;
}

/** Every way in which a person writes labels goes through here. */
export function labelSaving(deps: ApiDeps, context: TaskContext) {
  const labels = labelStore({ ...deps.store, blobs: deps.blobs });
  const reviews = reviewStore(deps.store);

  /** @throws NotHolder, WrongStage, NotAllowed */
  async function requireWriter(user: SignedInUser, saving: Saving): Promise<Writer> {
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
    return { branch, reviewed: stage?.kind === 'review' ? task : undefined };
  }

  /** Editing in review changes what the reviewer has decided. */
  async function keepDecisions(
    reviewed: Task | undefined,
    user: SignedInUser,
    before: LabelContent | undefined,
    after: LabelContent,
  ): Promise<void> {
    if (!reviewed || !before) return;
    const decisions = (await reviews.find(reviewed, user.id))?.decisions ?? [];
    const left = decisionsAfterEdit(decisions, before, after, user.id);
    if (!isDeepEqual(left, decisions)) await reviews.decide(reviewed, user.id, left);
  }

  return {
    /** @throws NotHolder, WrongStage, NotAllowed, StaleRevision, InvalidInput when two objects have one id */
    async save(user: SignedInUser, saving: Saving, content: LabelContent): Promise<LabelDocument> {
      const { branch, reviewed } = await requireWriter(user, saving);
      requireOwnIds(content);
      const { baseRevision } = saving;
      const taskId = parentTaskOf(saving.taskId);
      const base = reviewed && (await labels.getRevision(taskId, branch, baseRevision));
      const saved = await labels.save({ taskId, branch, baseRevision, content, by: user.id });
      await keepDecisions(reviewed, user, base, saved);
      return saved;
    },

    /**
     * An earlier revision becomes the next one. Objects that it brings back or changes keep who made them, and say that
     * they were changed now; the revisions in between stay in the history.
     *
     * @throws NotHolder, WrongStage, NotAllowed, StaleRevision, InvalidInput when there is no such revision
     */
    async restore(user: SignedInUser, saving: Saving, revision: number): Promise<LabelDocument> {
      const { branch, reviewed } = await requireWriter(user, saving);
      const owner = parentTaskOf(saving.taskId);
      const wanted = await labels.getRevision(owner, branch, revision);
      if (!wanted || revision > saving.baseRevision) {
        throw new InvalidInput(`The branch "${branch}" has no revision ${revision} to go back to.`, {
          path: 'revision',
        });
      }
      const base = await labels.getRevision(owner, branch, saving.baseRevision);
      const saved = await labels.save({
        taskId: owner,
        branch,
        baseRevision: saving.baseRevision,
        content: bringBack(wanted, base, { by: user.id, at: deps.store.now().toISOString() }),
        by: user.id,
        keepsAuthors: true,
        restoredFrom: revision,
      });
      await keepDecisions(reviewed, user, base, saved);
      return saved;
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
