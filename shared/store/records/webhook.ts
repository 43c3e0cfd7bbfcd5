import * as z from 'zod';

export const WebhookEvent = z.enum([
  'task.submitted',
  'task.approved',
  'task.rejected',
  'task.completed',
  'task.archived',
  'task.readyForAgent',
  // A stage with the setting `webhook` was entered.
  'task.entered',
  'image.quarantined',
  'snapshot.sealed',
  'export.finished',
  'evaluation.finished',
  'model.registered',
  'job.failed',
  'ping',
]);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** Where a project's events are sent. Signed by every secret that is in use, so that a receiver can change over. */
export const Webhook = z.object({
  /** `<projectId>.<own>` */
  id: z.string(),
  projectId: z.string(),
  url: z.string(),
  /** Empty: all of them. */
  events: z.array(WebhookEvent),
  isActive: z.boolean(),
  /** The newest first; `until`: when an old one stops being used. */
  secrets: z.array(z.object({ secret: z.string(), until: z.string().optional() })),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Webhook = z.infer<typeof Webhook>;

/** One event on its way to one webhook. */
export const Delivery = z.object({
  id: z.string(),
  webhookId: z.string(),
  event: WebhookEvent,
  /** The body as it is signed and sent, every time the same. */
  payload: z.string(),
  status: z.enum(['pending', 'delivered', 'dead']),
  attempts: z.array(
    z.object({
      at: z.string(),
      status: z.number().optional(),
      error: z.string().optional(),
      milliseconds: z.number(),
    }),
  ),
  dueAt: z.string(),
  createdAt: z.string(),
});
export type Delivery = z.infer<typeof Delivery>;
