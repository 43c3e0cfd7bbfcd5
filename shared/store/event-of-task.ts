import type { Task } from '../workflow/task.ts';
import { WebhookEvent } from './records/webhook.ts';

/** Which event of a project, if any, a change of a task is. `isNotified`: its new stage asks for an event. */
export function eventOfTask(after: Task, action: string, isNotified = false): WebhookEvent | undefined {
  if (action === 'task.parked' && after.stageKind === 'agent') return 'task.readyForAgent';
  if (action === 'task.parked') return isNotified ? 'task.entered' : undefined;
  const event = WebhookEvent.safeParse(action);
  return event.success ? event.data : undefined;
}
