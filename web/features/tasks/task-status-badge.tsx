import { Badge } from '@mantine/core';
import type { TaskStatus } from '../../api/task.ts';

const LOOKS: Record<TaskStatus, { label: string; color: string }> = {
  open: { label: 'Open', color: 'gray' },
  assigned: { label: 'In hand', color: 'lapis' },
  skipped: { label: 'Skipped', color: 'yellow' },
  reopened: { label: 'Sent back', color: 'orange' },
  advancing: { label: 'Moving on', color: 'gray' },
  done: { label: 'Done', color: 'green' },
  archived: { label: 'Archived', color: 'gray' },
};

export function TaskStatusBadge({ status }: { status: TaskStatus }) {
  const look = LOOKS[status] ?? { label: status, color: 'gray' };
  return <Badge color={look.color}>{look.label}</Badge>;
}

export const TASK_STATUS_OPTIONS = Object.entries(LOOKS).map(([value, { label }]) => ({ value, label }));
