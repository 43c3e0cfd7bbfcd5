import { Button, Group, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { notifyProblem } from '../shell/notify-problem.ts';

type Operation =
  | { operation: 'release' }
  | { operation: 'assign'; userId: string }
  | { operation: 'setPriority'; priority: number };

interface BulkActionsProps {
  taskIds: string[];
  people: { userId: string; name: string }[];
  onDone: () => void;
}

const PRIORITIES: [number, string][] = [
  [90, 'First'],
  [50, 'As usual'],
  [10, 'Last'],
];

/** What a manager does to the chosen tasks, up to 500 at once; each has its own outcome. */
export function BulkActions({ taskIds, people, onDone }: BulkActionsProps) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (action: Operation) =>
      request<{ outcomes: { ok: boolean; detail?: string }[] }>('POST', 'tasks/bulk', {
        body: { taskIds: taskIds.slice(0, 500), action },
      }),
    onSuccess: async ({ outcomes }) => {
      const refused = outcomes.filter(({ ok }) => !ok);
      if (refused.length > 0) {
        notifyProblem(
          `${refused.length} of ${outcomes.length} tasks stayed as they were`,
          refused[0].detail ?? '',
        );
      } else {
        notifications.show({
          message: `${outcomes.length === 1 ? 'One task' : `${outcomes.length} tasks`} changed.`,
        });
      }
      await client.invalidateQueries({ queryKey: ['tasks'] });
      onDone();
    },
    onError: (error) => notifyProblem('The tasks could not be changed', error),
  });
  return (
    <Group gap="xs" ml="auto">
      <Text size="xs" c="dimmed" className="number" role="status">
        {taskIds.length} chosen
      </Text>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />} loading={act.isPending}>
            Change
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} className="menu-scroll">
          <Menu.Item onClick={() => act.mutate({ operation: 'release' })}>Release to the queue</Menu.Item>
          <Menu.Label>Priority</Menu.Label>
          {PRIORITIES.map(([priority, label]) => (
            <Menu.Item key={priority} onClick={() => act.mutate({ operation: 'setPriority', priority })}>
              {label}
            </Menu.Item>
          ))}
          <Menu.Label>Give to</Menu.Label>
          {people.map(({ userId, name }) => (
            <Menu.Item key={userId} onClick={() => act.mutate({ operation: 'assign', userId })}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
