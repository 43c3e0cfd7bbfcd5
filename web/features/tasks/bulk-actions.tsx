import { Button, Group, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import type { Task } from '../../api/task.ts';
import type { Stage } from '../../api/workflow.ts';
import { notifyProblem } from '../shell/notify-problem.ts';
import { OutcomesModal, type Outcome } from './outcomes-modal.tsx';

type Operation =
  | { operation: 'release' | 'reopen' | 'approve' }
  | { operation: 'reject'; reasons: { reason: string }[] }
  | { operation: 'move'; stageId: string }
  | { operation: 'assign'; userId: string }
  | { operation: 'setPriority'; priority: number };

interface BulkActionsProps {
  tasks: Task[];
  people: { userId: string; name: string }[];
  stages: Stage[];
  reasons: string[];
  onDone: () => void;
}

/** The API takes so many at once. */
const MOST_TASKS = 500;
const PRIORITIES: [number, string][] = [
  [90, 'First'],
  [50, 'As usual'],
  [10, 'Last'],
];

/** What is done to the chosen tasks, up to 500 at once; each has its own outcome. */
export function BulkActions({ tasks, people, stages, reasons, onDone }: BulkActionsProps) {
  const client = useQueryClient();
  const [refused, setRefused] = useState<{ outcomes: Outcome[]; all: number }>();
  const act = useMutation({
    mutationFn: (action: Operation) =>
      request<{ outcomes: Outcome[] }>('POST', 'tasks/bulk', {
        body: { taskIds: tasks.slice(0, MOST_TASKS).map(({ id }) => id), action },
      }),
    onSuccess: async ({ outcomes }) => {
      const stayed = outcomes.filter(({ ok }) => !ok);
      if (stayed.length > 0) setRefused({ outcomes: stayed, all: outcomes.length });
      else {
        notifications.show({
          message: `${outcomes.length === 1 ? 'One task' : `${outcomes.length} tasks`} changed.`,
        });
        onDone();
      }
      await client.invalidateQueries({ queryKey: ['tasks'] });
    },
    onError: (error) => notifyProblem('The tasks could not be changed', error),
  });
  const item = (label: string, action: Operation) => (
    <Menu.Item key={label} onClick={() => act.mutate(action)}>
      {label}
    </Menu.Item>
  );
  const isInReview = tasks.some(({ stageKind }) => stageKind === 'review');
  return (
    <Group gap="xs" ml="auto" wrap="nowrap">
      <Text size="xs" c="dimmed" className="number" role="status">
        {tasks.length} chosen
      </Text>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />} loading={act.isPending}>
            Change
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} className="menu-scroll">
          {item('Release to the queue', { operation: 'release' })}
          {item('Open again', { operation: 'reopen' })}
          {isInReview && (
            <>
              <Menu.Label>Review</Menu.Label>
              {item('Approve', { operation: 'approve' })}
              {reasons.map((reason) =>
                item(`Send back: ${reason}`, { operation: 'reject', reasons: [{ reason }] }),
              )}
            </>
          )}
          <Menu.Label>Priority</Menu.Label>
          {PRIORITIES.map(([priority, label]) => item(label, { operation: 'setPriority', priority }))}
          <Menu.Label>Move to</Menu.Label>
          {stages.map(({ id, name }) => item(name, { operation: 'move', stageId: id }))}
          <Menu.Label>Give to</Menu.Label>
          {people.map(({ userId, name }) => item(name, { operation: 'assign', userId }))}
        </Menu.Dropdown>
      </Menu>
      {refused !== undefined && (
        <OutcomesModal
          refused={refused.outcomes}
          all={refused.all}
          nameOf={(taskId) => tasks.find(({ id }) => id === taskId)?.imageName ?? 'A task'}
          onClose={() => {
            setRefused(undefined);
            onDone();
          }}
        />
      )}
    </Group>
  );
}
