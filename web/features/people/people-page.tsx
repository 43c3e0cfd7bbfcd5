import { Badge, Button, Modal, Switch, Table, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '../../api/person.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import { useMe } from '../session/use-me.ts';
import { ListFrame } from '../shell/list-frame.tsx';
import { ModalForm } from '../shell/modal-form.tsx';
import { Page } from '../shell/page.tsx';
import { PersonMenu } from './person-menu.tsx';
import { SignInLink } from './sign-in-link.tsx';

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
      <ListFrame
        label="People"
        pages={people}
        icon={IconUserPlus}
        emptyTitle="Nobody is here yet"
        empty="Invite the people who label and review."
        head={
          <>
            <Table.Th>Name</Table.Th>
            <Table.Th>E-mail</Table.Th>
            <Table.Th aria-label="Kind of account" />
            {me.isAdmin === true && <Table.Th w={50} aria-label="Actions" />}
          </>
        }
        renderRow={(person) => (
          <Table.Tr key={person.id}>
            <Table.Td c={person.disabled === true ? 'dimmed' : undefined}>
              <bdi>{person.name}</bdi>
            </Table.Td>
            <Table.Td c={person.disabled === true ? 'dimmed' : undefined}>{person.email}</Table.Td>
            <Table.Td ta="right">
              {person.isAdmin === true && <Badge>Administrator</Badge>}
              {person.disabled === true && (
                <Badge color="orange" ml={6}>
                  Disabled
                </Badge>
              )}
              {person.id === me.id && (
                <Badge color="gray" ml={6}>
                  You
                </Badge>
              )}
            </Table.Td>
            {me.isAdmin === true && (
              <Table.Td>{person.id !== me.id && <PersonMenu person={person} />}</Table.Td>
            )}
          </Table.Tr>
        )}
      />
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
  const token = invite.data?.linkToken;
  return (
    <Modal opened onClose={onClose} title="Invite somebody">
      {token === undefined ? (
        <ModalForm action="Make the account" save={invite} onClose={onClose}>
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
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Switch
            size="xs"
            label="Administrator: may do everything everywhere"
            checked={isAdmin}
            onChange={(event) => setIsAdmin(event.currentTarget.checked)}
          />
        </ModalForm>
      ) : (
        <SignInLink name={name} token={token} onClose={onClose} />
      )}
    </Modal>
  );
}
