import type { Task } from './task.ts';

/** What a task that nobody holds says of holding. */
export const NO_HOLDER = {
  assigneeId: undefined,
  leaseUntil: undefined,
  seenAt: undefined,
  activeSeconds: 0,
} satisfies Partial<Task>;
