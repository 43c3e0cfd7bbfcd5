import { Anchor, Group, Progress, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Task } from '../../api/task.ts';
import { usePages } from '../../api/use-pages.ts';
import { countReasons } from './count-reasons.ts';

/** The API's longest page; more than so many open rejections are told as "at least". */
const MOST_TASKS = 500;

/** Why work is being sent back: the open reasons of all tasks that reviewers rejected. */
export function RejectionReasons({ projectId }: { projectId: string }) {
  const rejected = usePages<Task>(
    'tasks',
    { projectId, rejected: 'true' },
    { limit: MOST_TASKS, refetchIntervalMs: 30_000 },
  );
  if (rejected.items === undefined || rejected.items.length === 0) return null;
  const reasons = countReasons(rejected.items);
  const most = reasons[0]?.times ?? 1;
  const count = `${rejected.items.length}${rejected.hasNextPage ? '+' : ''}`;
  return (
    <section className="card">
      <Group justify="space-between" className="card-pad">
        <Title order={2}>Why tasks were sent back</Title>
        <Anchor component={Link} to={`/projects/${projectId}/tasks?rejected=true`} size="xs">
          {count === '1' ? 'One task' : `${count} tasks`}
        </Anchor>
      </Group>
      <Table aria-label="Reasons of open rejections">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Reason</Table.Th>
            <Table.Th w="40%" aria-label="Share" />
            <Table.Th ta="right">Times</Table.Th>
            <Table.Th ta="right">Tasks</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reasons.slice(0, 12).map(({ reason, times, tasks }) => (
            <Table.Tr key={reason}>
              <Table.Td>{reason}</Table.Td>
              <Table.Td>
                <Progress value={(100 * times) / most} size="sm" aria-label={`${reason}: ${times}`} />
              </Table.Td>
              <Table.Td ta="right" className="number">
                {times}
              </Table.Td>
              <Table.Td ta="right" className="number">
                {tasks}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {reasons.length === 0 && (
        <Text size="sm" c="dimmed" className="card-pad">
          Every reason is resolved; the tasks wait to be handed in again.
        </Text>
      )}
    </section>
  );
}
