import type { Task } from '../../workflow/task.ts';
import { WebhookEvent } from '../records/webhook.ts';

/**
 * Which event of a project, if any, a change of a task is: whoever made it, a pathway or a manager's hand.
 *
 * @param isNotified its new stage asks for an event
 */
export function eventOfTask(
  before: Task | undefined,
  after: Task,
  action: string,
  isNotified = false,
): WebhookEvent | undefined {
  if (after.status !== before?.status) {
    if (after.status === 'done') return 'task.completed';
    if (after.status === 'archived') return 'task.archived';
  }
  const hasArrived = action === 'task.parked' || (before !== undefined && before.stageId !== after.stageId);
  if (hasArrived && after.stageKind === 'agent') return 'task.readyForAgent';
  if (hasArrived) return isNotified ? 'task.entered' : undefined;
  const event = WebhookEvent.safeParse(action);
  return event.success ? event.data : undefined;
}
