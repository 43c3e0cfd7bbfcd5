export interface AuditEvent {
  id: string;
  at: string;
  /** A person's id, or `system`. */
  actor: string;
  /** `task.submitted` */
  action: string;
  subjectId: string;
  details?: Record<string, unknown>;
}
