import type { AuditEvent } from '../../api/audit-event.ts';

/** What the event says beside its action; ids are left out. */
export function subjectOfEvent({ details }: AuditEvent): string {
  const name = details?.name ?? details?.reason ?? details?.via;
  return typeof name === 'string' ? name : '';
}
