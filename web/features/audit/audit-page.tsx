import { ActionIcon, Anchor, Button, Group, Select, Table, Text, Tooltip } from '@mantine/core';
import { IconFilter, IconHistory, IconX } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { AuditEvent } from '../../api/audit-event.ts';
import type { Member } from '../../api/member.ts';
import type { Task } from '../../api/task.ts';
import { usePages } from '../../api/use-pages.ts';
import { usePeople } from '../people/use-people.ts';
import { ListFrame } from '../shell/list-frame.tsx';
import { TimeText } from '../shell/time-text.tsx';
import { describeAction } from './describe-action.ts';
import { subjectOfEvent } from './subject-of-event.ts';

export function AuditPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const { actor, subjectId } = useSearch({ from: '/signed-in/app/projects/$projectId/audit' });
  const navigate = useNavigate();
  const members = usePages<Member>('members', { projectId }).items ?? [];
  const events = usePages<AuditEvent>('audit', { projectId, actor, subjectId });
  const look = (search: { actor?: string; subjectId?: string }) =>
    void navigate({ to: '/projects/$projectId/audit', params: { projectId }, search, replace: true });
  const nameOf = usePeople();
  const tasks = usePages<Task>('tasks', { projectId }, { limit: 500 }).items;
  const imageOf = (taskId: string) => tasks?.find(({ id }) => id === taskId)?.imageName;
  return (
    <>
      <Group gap="xs" mb="sm">
        <Select
          aria-label="Who"
          placeholder="Everybody"
          clearable
          searchable
          w={190}
          value={actor ?? null}
          onChange={(value) => look({ subjectId, actor: value ?? undefined })}
          data={[
            { value: 'system', label: 'The system' },
            ...members.map(({ userId }) => ({ value: userId, label: nameOf(userId) })),
          ]}
        />
        {subjectId !== undefined && (
          <Button
            variant="light"
            rightSection={<IconX size={13} />}
            onClick={() => look({ actor })}
            aria-label="Show everything again"
          >
            Only <bdi>&nbsp;{imageOf(subjectId) ?? 'one subject'}</bdi>
          </Button>
        )}
      </Group>
      <ListFrame
        label="Audit trail"
        pages={events}
        icon={IconHistory}
        emptyTitle={
          actor === undefined && subjectId === undefined
            ? 'Nothing has happened yet'
            : 'Nothing fits these filters'
        }
        empty="Everything that people and the system do in this project is written down here, and never changed."
        head={
          <>
            <Table.Th w={150}>When</Table.Th>
            <Table.Th w={200}>Who</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th w={44} aria-label="Actions" />
          </>
        }
        renderRow={(event) => (
          <Table.Tr key={event.id}>
            <Table.Td>
              <TimeText at={event.at} />
            </Table.Td>
            <Table.Td>{event.actor === 'system' ? 'The system' : nameOf(event.actor)}</Table.Td>
            <Table.Td>
              {describeAction(event.action)}{' '}
              {event.action.startsWith('task.') && (
                <Anchor component={Link} to={`/tasks/${event.subjectId}`} size="sm">
                  <bdi>{imageOf(event.subjectId) ?? 'open it'}</bdi>
                </Anchor>
              )}{' '}
              <Text span size="sm" c="dimmed">
                {subjectOfEvent(event)}
              </Text>
            </Table.Td>
            <Table.Td>
              <Tooltip label="Only what happened to this">
                <ActionIcon
                  size="sm"
                  aria-label="Only what happened to this"
                  onClick={() => look({ actor, subjectId: event.subjectId })}
                >
                  <IconFilter size={14} />
                </ActionIcon>
              </Tooltip>
            </Table.Td>
          </Table.Tr>
        )}
      />
    </>
  );
}
