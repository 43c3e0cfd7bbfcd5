export const WEBHOOK_EVENTS = [
  'task.submitted',
  'task.approved',
  'task.rejected',
  'task.completed',
  'task.archived',
  'task.readyForAgent',
  'task.entered',
  'image.quarantined',
  'snapshot.sealed',
  'export.finished',
  'evaluation.finished',
  'model.registered',
  'job.failed',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export interface Webhook {
  id: string;
  projectId: string;
  url: string;
  /** Empty: all of them. */
  events: WebhookEvent[];
  isActive: boolean;
  /** Only in the answer that made it. */
  secret?: string;
  createdAt: string;
}

export interface Delivery {
  id: string;
  event: string;
  payload: string;
  status: 'pending' | 'delivered' | 'dead';
  attempts: { at: string; status?: number; error?: string; milliseconds: number }[];
  dueAt: string;
  createdAt: string;
}
