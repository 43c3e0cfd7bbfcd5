import { Badge, Button, Group, Modal, Stack, Switch, Table, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Person } from '../../api/person.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { useMe } from '../session/use-me.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { Page } from '../shell/page.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';

export function PeoplePage() {
  const me = useMe();
  const people = usePages<Person>('users');
  const [isOpen, modal] = useDisclosure();
  return (
    <Page
      title="People"
      actions={
        me.isAdmin === true && (
          <Button leftSection={<IconUserPlus size={15} />} onClick={modal.open}>
            Invite somebody
          </Button>
        )
      }
    >
      {people.error !== null && <ErrorState error={people.error} retry={() => void people.refetch()} />}
      {people.isPending && <TableSkeleton />}
      {people.items !== undefined && (
        <div className="card">
          <Table aria-label="People">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>E-mail</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {people.items.map((person) => (
                <Table.Tr key={person.id}>
                  <Table.Td>{person.name}</Table.Td>
                  <Table.Td>{person.email}</Table.Td>
                  <Table.Td ta="right">
                    {person.isAdmin === true && <Badge>Administrator</Badge>}
                    {person.id === me.id && (
                      <Badge color="gray" ml={6}>
                        You
                      </Badge>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <LoadMore {...people} />
      {isOpen && <InviteModal onClose={modal.close} />}
    </Page>
  );
}

function InviteModal({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [isAdmin, setIsAdmin] = useState(false);
  const invite = useMutation({
    mutationFn: () => request<{ linkToken?: string }>('POST', 'users', { body: { name, email, isAdmin } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  const token = invite.data?.linkToken;
  return (
    <Modal opened onClose={onClose} title="Invite somebody">
      {token === undefined ? (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label="Name"
              required
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label="E-mail"
              type="email"
              required
              value={email}
              error={invite.error?.message}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Switch
              size="xs"
              label="Administrator: may do everything everywhere"
              checked={isAdmin}
              onChange={(event) => setIsAdmin(event.currentTarget.checked)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={invite.isPending}>
                Make the account
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="sm">
          <Text size="sm">Give {name} this link. It signs in once; a password can be set afterwards.</Text>
          <TextInput
            aria-label="Sign-in link"
            readOnly
            value={`${location.origin}/welcome#${token}`}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Group justify="flex-end">
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
