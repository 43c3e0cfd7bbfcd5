import { Task } from '../../workflow/task.ts';
import { readRecord } from '../table/record-format.ts';

/** How a task is stored. */
export const TASK_RECORD = { noun: 'task', version: 1, schema: Task };

/** @throws CorruptRecord */
export function readTask(item: Record<string, unknown>): Task {
  return readRecord(TASK_RECORD, item);
}
