import * as z from 'zod';

/** What somebody did: append only. `change` holds each changed field before and after, so that a trail can be replayed. */
export const AuditEvent = z.object({
  id: z.string(),
  projectId: z.string(),
  at: z.string(),
  /** A user id, or `system` for the sweep and the routers. */
  actor: z.string(),
  /** `task.submitted`, `project.changed`: a noun and what happened to it. */
  action: z.string(),
  subjectId: z.string(),
  change: z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() })).default({}),
  details: z.record(z.string(), z.unknown()).default({}),
});
export type AuditEvent = z.infer<typeof AuditEvent>;
