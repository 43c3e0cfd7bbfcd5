import type { Task } from '../../workflow/task.ts';
import { personKeys, queueKeys } from '../keys.ts';

/** Under which of the sparse indexes a task is found: its status decides, so no index can disagree with it. */
export function taskIndex(task: Task): Record<string, string> {
  const person = task.assigneeId ? personKeys.assignee(task.assigneeId, task.projectId, task.id) : {};
  switch (task.status) {
    case 'open':
    case 'reopened': {
      if (task.assigneeId) return person;
      // A task in consensus is worked on through its slots.
      if (task.stageKind === 'consensus' && task.parentTaskId === undefined) return {};
      return queueKeys.claimable(task.projectId, task.stageId, task.priority, task.createdAt, task.id);
    }
    case 'assigned':
      return task.leaseUntil ? { ...person, ...queueKeys.leased(task.id, task.leaseUntil) } : person;
    case 'advancing':
      return queueKeys.advancing(task.id, task.updatedAt);
    case 'skipped':
    case 'done':
    case 'archived':
      return {};
  }
}
