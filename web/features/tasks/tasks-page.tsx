import { Anchor, Button, Checkbox, Group, Select, Table, Text } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Member } from '../../api/member.ts';
import type { Task } from '../../api/task.ts';
import { usePages } from '../../api/use-pages.ts';
import { usePeople } from '../people/use-people.ts';
import { projectQuery, workflowQuery } from '../projects/project-queries.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { STAGE_KINDS } from '../workflows/stage-kinds.ts';
import { BulkActions } from './bulk-actions.tsx';
import { TASK_STATUS_OPTIONS, TaskStatusBadge } from './task-status-badge.tsx';

export function TasksPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const search = useSearch({ from: '/signed-in/app/projects/$projectId/tasks' });
  const navigate = useNavigate();
  const project = useQuery(projectQuery(projectId)).data;
  const workflow = useQuery(workflowQuery(project?.workflowId ?? '')).data;
  const members = usePages<Member>('members', { projectId }).items;
  const nameOf = usePeople();
  const tasks = usePages<Task>('tasks', { projectId, ...search }, { refetchIntervalMs: 10_000 });
  const filter = (name: 'stageId' | 'status' | 'assigneeId') => (value: string | null) =>
    void navigate({
      to: '/projects/$projectId/tasks',
      params: { projectId },
      search: { ...search, [name]: value ?? undefined },
      replace: true,
    });
  const stageName = (id: string) => workflow?.document.stages.find((stage) => stage.id === id)?.name ?? '…';
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = tasks.items ?? [];
  const chosenIds = shown.map(({ id }) => id).filter((id) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <Group gap="xs" mb="xs">
        <Select
          aria-label="Stage"
          placeholder="Every stage"
          clearable
          w={180}
          value={search.stageId ?? null}
          onChange={filter('stageId')}
          data={(workflow?.document.stages ?? [])
            .filter((stage) => STAGE_KINDS[stage.kind].holdsTasks)
            .map((stage) => ({ value: stage.id, label: stage.name }))}
        />
        <Select
          aria-label="Status"
          placeholder="Every status"
          clearable
          w={150}
          value={search.status ?? null}
          onChange={filter('status')}
          data={TASK_STATUS_OPTIONS}
        />
        <Select
          aria-label="Person"
          placeholder="Everybody"
          clearable
          w={180}
          value={search.assigneeId ?? null}
          onChange={filter('assigneeId')}
          data={(members ?? []).map(({ userId }) => ({ value: userId, label: nameOf(userId) }))}
        />
        {isFiltered && (
          <Button
            variant="subtle"
            onClick={() =>
              void navigate({
                to: '/projects/$projectId/tasks',
                params: { projectId },
                search: {},
                replace: true,
              })
            }
          >
            Clear filters
          </Button>
        )}
        {chosenIds.length > 0 && (
          <BulkActions
            taskIds={chosenIds}
            people={(members ?? []).map(({ userId }) => ({ userId, name: nameOf(userId) }))}
            onDone={() => setChosen(new Set())}
          />
        )}
      </Group>
      <div className="scroll card" tabIndex={0} role="region" aria-label="Tasks">
        {tasks.error !== null && <ErrorState error={tasks.error} retry={() => void tasks.refetch()} />}
        {tasks.isPending && <TableSkeleton rows={10} />}
        {tasks.items?.length === 0 && (
          <EmptyState icon={IconChecklist} title={isFiltered ? 'No task fits these filters' : 'No tasks yet'}>
            {isFiltered
              ? 'Clear a filter to see more.'
              : 'Tasks appear by themselves when images arrive in the datasets of this project.'}
          </EmptyState>
        )}
        {tasks.items !== undefined && tasks.items.length > 0 && (
          <Table stickyHeader highlightOnHover aria-label="Tasks">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={34}>
                  <Checkbox
                    size="xs"
                    aria-label="Choose every task shown"
                    checked={chosenIds.length === shown.length}
                    indeterminate={chosenIds.length > 0 && chosenIds.length < shown.length}
                    onChange={(event) =>
                      setChosen(new Set(event.currentTarget.checked ? shown.map(({ id }) => id) : []))
                    }
                  />
                </Table.Th>
                <Table.Th>Image</Table.Th>
                <Table.Th>Stage</Table.Th>
                <Table.Th>Status</Table.Th>
                <Table.Th>Person</Table.Th>
                <Table.Th ta="right">Priority</Table.Th>
                <Table.Th ta="right">Changed</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tasks.items.map((task) => (
                <Table.Tr key={task.id}>
                  <Table.Td>
                    <Checkbox
                      size="xs"
                      aria-label={`Choose ${task.imageName}`}
                      checked={chosen.has(task.id)}
                      onChange={() => toggle(task.id)}
                    />
                  </Table.Td>
                  <Table.Td maw={360}>
                    <Anchor component={Link} to={`/tasks/${task.id}`} size="sm" truncate display="block">
                      {task.imageName}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{stageName(task.stageId)}</Table.Td>
                  <Table.Td>
                    <TaskStatusBadge status={task.status} />
                  </Table.Td>
                  <Table.Td>{task.assigneeId === undefined ? '' : nameOf(task.assigneeId)}</Table.Td>
                  <Table.Td ta="right" className="number">
                    {task.priority}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Text size="sm" c="dimmed">
                      <TimeText at={task.updatedAt} />
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        <LoadMore {...tasks} />
      </div>
    </>
  );
}
