import { WrongTaskStatus } from '../errors.ts';
import type { Task, TaskStatus } from './task.ts';

/** @throws WrongTaskStatus, which names the deed and the statuses in which it can be done */
export function requireStatus(task: Task, legal: readonly TaskStatus[], deed: string): void {
  if (legal.includes(task.status)) return;
  throw new WrongTaskStatus(
    `This task is ${task.status}; ${deed} needs one that is ${legal.join(' or ')}. Read it again.`,
    { status: task.status, legal },
  );
}
