import { Anchor, Checkbox, Group, Table, Text } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Member } from '../../api/member.ts';
import type { Task } from '../../api/task.ts';
import { usePages } from '../../api/use-pages.ts';
import { usePeople } from '../people/use-people.ts';
import { ontologyQuery, projectQuery, workflowQuery } from '../projects/project-queries.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { STAGE_KINDS } from '../workflows/stage-kinds.ts';
import { BulkActions } from './bulk-actions.tsx';
import { TaskFilters } from './task-filters.tsx';
import type { TaskSearch } from './task-search.ts';
import { TaskStatusBadge } from './task-status-badge.tsx';

export function TasksPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const search = useSearch({ from: '/signed-in/app/projects/$projectId/tasks' });
  const navigate = useNavigate();
  const project = useQuery(projectQuery(projectId)).data;
  const workflow = useQuery(workflowQuery(project?.workflowId ?? '')).data;
  const members = usePages<Member>('members', { projectId }).items;
  const nameOf = usePeople();
  const tasks = usePages<Task>('tasks', { projectId, ...search }, { refetchIntervalMs: 10_000 });
  const look = (changed: TaskSearch) =>
    void navigate({
      to: '/projects/$projectId/tasks',
      params: { projectId },
      search: changed,
      replace: true,
    });
  const stages = workflow?.document.stages ?? [];
  const classes = useQuery(ontologyQuery(project?.ontologyId ?? '')).data?.classes ?? [];
  const people = (members ?? []).map(({ userId }) => ({ userId, name: nameOf(userId) }));
  const stageName = (id: string) => stages.find((stage) => stage.id === id)?.name ?? '…';
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = tasks.items ?? [];
  const chosenTasks = shown.filter(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <Group gap="xs" mb="xs">
        <TaskFilters
          projectId={projectId}
          search={search}
          onSearch={look}
          stages={stages}
          people={people}
          classes={classes}
        />
        {chosenTasks.length > 0 && (
          <BulkActions
            tasks={chosenTasks}
            people={people}
            stages={stages.filter(({ kind }) => STAGE_KINDS[kind].holdsTasks)}
            reasons={project?.rejectionReasons ?? []}
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
                    checked={chosenTasks.length === shown.length}
                    indeterminate={chosenTasks.length > 0 && chosenTasks.length < shown.length}
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
                      <bdi>{task.imageName}</bdi>
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
