import { ActionIcon, Button, Group, Select, Table, Tooltip } from '@mantine/core';
import { IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ROLE_LABELS, ROLES, type Member, type Role } from '../../api/member.ts';
import type { Person } from '../../api/person.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { ListFrame } from '../shell/list-frame.tsx';
import { notifyProblem } from '../shell/notify-problem.ts';
import { usePeople } from './use-people.ts';

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role] }));

/** Who works in a project, and as what. */
export function MembersPage() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const client = useQueryClient();
  const members = usePages<Member>('members', { projectId });
  const people = usePages<Person>('users', {}, { limit: 500 }).items ?? [];
  const nameOf = usePeople();
  const [userId, setUserId] = useState<string | null>(null);
  const [role, setRole] = useState<Role>('annotator');
  const refresh = () => client.invalidateQueries({ queryKey: ['members'] });
  const put = useMutation({
    mutationFn: (member: { userId: string; role: Role }) =>
      request('PUT', `members/${projectId}/${member.userId}`, { body: { role: member.role } }),
    onSuccess: async () => {
      setUserId(null);
      await refresh();
    },
    onError: (error) => notifyProblem('The role could not be changed', error),
  });
  const remove = useMutation({
    mutationFn: (id: string) => request('DELETE', `members/${projectId}/${id}`),
    onSuccess: refresh,
    onError: (error) => notifyProblem('The person could not be removed', error),
  });
  const known = new Set(members.items?.map((member) => member.userId));
  return (
    <>
      <Group gap="xs" mb="md" align="flex-end">
        <Select
          label="Person"
          w={240}
          searchable
          placeholder="Choose somebody"
          value={userId}
          onChange={setUserId}
          data={people
            .filter(({ id }) => !known.has(id))
            .map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
        />
        <Select
          label="Role"
          w={210}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(value ?? 'annotator')}
          data={ROLE_OPTIONS}
        />
        <Button
          leftSection={<IconUserPlus size={15} />}
          disabled={userId === null}
          loading={put.isPending}
          onClick={() => userId !== null && put.mutate({ userId, role })}
        >
          Add
        </Button>
      </Group>
      <ListFrame
        label="People of the project"
        pages={members}
        icon={IconUserPlus}
        emptyTitle="Nobody works here yet"
        empty="Add people and give each a role. Annotators draw, reviewers approve, team managers see to both."
        head={
          <>
            <Table.Th>Name</Table.Th>
            <Table.Th>Role</Table.Th>
            <Table.Th w={50} aria-label="Actions" />
          </>
        }
        renderRow={(member) => (
          <Table.Tr key={member.userId}>
            <Table.Td>{nameOf(member.userId)}</Table.Td>
            <Table.Td>
              <Select
                aria-label={`Role of ${nameOf(member.userId)}`}
                w={210}
                value={member.role}
                allowDeselect={false}
                data={ROLE_OPTIONS}
                onChange={(value) => {
                  if (value !== null) put.mutate({ userId: member.userId, role: value });
                }}
              />
            </Table.Td>
            <Table.Td>
              <Tooltip label="Remove from the project">
                <ActionIcon
                  aria-label={`Remove ${nameOf(member.userId)} from the project`}
                  onClick={() => remove.mutate(member.userId)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Tooltip>
            </Table.Td>
          </Table.Tr>
        )}
      />
    </>
  );
}
