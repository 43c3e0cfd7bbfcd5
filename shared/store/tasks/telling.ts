import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Task } from '../../workflow/task.ts';
import type { Hop } from '../records/hop.ts';

export type TransactAction = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What is told, besides the task itself, in the same transaction. */
export interface Telling {
  actor: string;
  action: string;
  details?: Record<string, unknown>;
  /** The stage that the task enters asks for an event. */
  isNotified?: boolean;
  hop?: Omit<Hop, 'taskId' | 'rev' | 'at'>;
  /** Further actions of other stores, such as a worklog entry. */
  more?: (before: Task, after: Task) => TransactAction[];
}
