import { Badge, Group, Progress, Text } from '@mantine/core';
import type { Job } from '../../api/job.ts';

const LOOKS: Record<Job['status'], { label: string; color: string }> = {
  queued: { label: 'Waiting', color: 'gray' },
  running: { label: 'Running', color: 'lapis' },
  succeeded: { label: 'Done', color: 'green' },
  failed: { label: 'Failed', color: 'red' },
  cancelled: { label: 'Cancelled', color: 'gray' },
};

/** How far a job is; a failed one says why, and one that did without something says what. */
export function JobProgress({ job }: { job: Job }) {
  const { label, color } = LOOKS[job.status];
  const { done, total } = job.progress;
  if (job.status === 'running' && total > 0) {
    return (
      <Group gap="xs" wrap="nowrap">
        <Progress
          className="grow"
          size="sm"
          value={(100 * done) / total}
          aria-label={`${done} of ${total}`}
        />
        <Text size="xs" c="dimmed" className="number">
          {done} of {total}
        </Text>
      </Group>
    );
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Badge color={color}>{label}</Badge>
      {job.error !== undefined && (
        <Text size="xs" c="red">
          {job.error.message}
        </Text>
      )}
      {job.warnings?.map((warning) => (
        <Text key={warning} size="xs" c="orange">
          {warning}
        </Text>
      ))}
    </Group>
  );
}
