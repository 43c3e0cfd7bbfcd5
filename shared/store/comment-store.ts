import { NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { Comment } from '../workflow/comment.ts';
import { createRecord, deleteRecord, getRecord } from './table/item-operations.ts';
import { keys } from './keys.ts';
import type { Page, PageRequest } from './table/page.ts';
import { queryPartitions } from './table/query-partitions.ts';
import { readRecord } from './table/record-format.ts';
import type { TableAccess } from './table/table-access.ts';
import { updateRecord } from './table/update-record.ts';

const format = { noun: 'comment', version: 1, schema: Comment };

export type CommentStore = ReturnType<typeof commentStore>;

export function commentStore(access: TableAccess) {
  return {
    async add(
      input: Pick<Comment, 'taskId' | 'anchor' | 'body' | 'authorId' | 'threadId'>,
    ): Promise<Comment> {
      const at = access.now();
      const now = at.toISOString();
      const comment: Comment = { ...input, id: newId(at), isResolved: false, createdAt: now, updatedAt: now };
      await createRecord(access, format, keys.comment(input.taskId, comment.id), comment);
      return comment;
    },

    /** @throws NotFound */
    async get(taskId: string, commentId: string): Promise<Comment> {
      const comment = await getRecord(access, format, keys.comment(taskId, commentId));
      if (!comment) throw new NotFound('comment', commentId);
      return comment;
    },

    /** The oldest first. */
    list(query: PageRequest & { taskId: string }): Promise<Page<Comment>> {
      const { pk, sk } = keys.comment(query.taskId, '');
      return queryPartitions(access, [{ pk, skPrefix: sk }], query, (item) => readRecord(format, item));
    },

    /** @throws NotFound */
    async update(
      taskId: string,
      commentId: string,
      change: Partial<Pick<Comment, 'body' | 'isResolved' | 'resolvedBy'>>,
    ): Promise<Comment> {
      const updatedAt = access.now().toISOString();
      const key = keys.comment(taskId, commentId);
      const comment = await updateRecord(access, format, key, (current) => ({
        ...current,
        ...change,
        updatedAt,
      }));
      if (!comment) throw new NotFound('comment', commentId);
      return comment;
    },

    remove(taskId: string, commentId: string): Promise<boolean> {
      return deleteRecord(access, keys.comment(taskId, commentId));
    },
  };
}
