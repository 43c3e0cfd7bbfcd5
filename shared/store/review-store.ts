import { Review } from '../workflow/review.ts';
import type { ObjectDecision } from '../workflow/review.ts';
import type { Task } from '../workflow/task.ts';
import { getRecord, putRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import { queryPartition } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import type { TableAccess } from './table/table-access.ts';

const format = { noun: 'review', version: 1, schema: Review };

export type ReviewStore = ReturnType<typeof reviewStore>;

/** One record per round and reviewer: a round is one stay of the task in a review stage. */
export function reviewStore(access: TableAccess) {
  const idOf = (task: Task, reviewerId: string): string => `${task.enteredStageAt}.${reviewerId}`;

  async function find(task: Task, reviewerId: string): Promise<Review | undefined> {
    return getRecord(access, format, keys.review(task.id, idOf(task, reviewerId)));
  }

  async function write(task: Task, reviewerId: string, change: Partial<Review>): Promise<Review> {
    const id = idOf(task, reviewerId);
    const now = access.now().toISOString();
    const current = await find(task, reviewerId);
    const review: Review = {
      id,
      taskId: task.id,
      stageId: task.stageId,
      reviewerId,
      decisions: [],
      startedAt: now,
      ...current,
      ...change,
      updatedAt: now,
    };
    await putRecord(access, format, keys.review(task.id, id), review);
    return review;
  }

  return {
    /** The review of this round. */
    find,

    decide(task: Task, reviewerId: string, decisions: ObjectDecision[]): Promise<Review> {
      return write(task, reviewerId, { decisions });
    },

    end(task: Task, reviewerId: string, outcome: 'approved' | 'rejected'): Promise<Review> {
      return write(task, reviewerId, { outcome, endedAt: access.now().toISOString() });
    },

    /** Every round, the oldest first. */
    async list(taskId: string): Promise<Review[]> {
      const { pk, sk } = keys.review(taskId, '');
      const { items } = await queryPartition(access, { pk, skPrefix: sk }, 500);
      return items.map((item) => readRecord(format, item));
    },
  };
}
