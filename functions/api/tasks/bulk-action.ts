import * as z from 'zod';
import { RejectionReason } from '../../../shared/workflow/task.ts';
import type { Task } from '../../../shared/workflow/task.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { claiming } from './claim.ts';
import { managing, TaskOperation } from './management.ts';
import type { TaskContext } from './task-context.ts';
import { working } from './work.ts';

/** What is done to many tasks: what managers do, what reviewers do, and what agents do. */
export const BulkAction = z.union([
  TaskOperation,
  z.strictObject({ operation: z.literal('approve') }),
  z.strictObject({
    operation: z.literal('reject'),
    reasons: z.array(RejectionReason).min(1).max(1000),
  }),
  z.strictObject({ operation: z.literal('proceed'), pathway: z.string().min(1).max(128) }),
]);
export type BulkAction = z.infer<typeof BulkAction>;

/** Does it to one of them. @throws whatever refuses it */
export function actingInBulk(deps: ApiDeps, context: TaskContext) {
  const claims = claiming(deps, context);
  const work = working(deps, context);
  const management = managing(deps, context);

  /** A task that waits for a reviewer is taken on the way, and given back when it is refused. */
  async function judge(user: SignedInUser, taskId: string, end: () => Promise<Task>): Promise<Task> {
    const { task } = await context.open(user, taskId, 'review');
    if (task.stageKind !== 'review' || task.status !== 'open') return end();
    await claims.one(user, taskId);
    try {
      return await end();
    } catch (error) {
      await work.release(user, taskId).catch(() => undefined);
      throw error;
    }
  }

  return (user: SignedInUser, taskId: string, action: BulkAction): Promise<Task> => {
    switch (action.operation) {
      case 'approve':
        return judge(user, taskId, () => work.approve(user, taskId));
      case 'reject':
        return judge(user, taskId, () => work.reject(user, taskId, action.reasons));
      case 'proceed':
        return work.proceed(user, taskId, action.pathway);
      default:
        return management.apply(user, taskId, action);
    }
  };
}
