import { ActionIcon, Menu, Modal } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../api/person.ts';
import { request } from '../../api/request.ts';
import { notifyProblem } from '../shell/notify-problem.ts';
import { SignInLink } from './sign-in-link.tsx';

/** What an administrator does with somebody else's account. */
export function PersonMenu({ person }: { person: Person }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (changes: { isAdmin?: boolean; disabled?: boolean }) =>
      request('PATCH', `users/${person.id}`, { body: changes }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
    onError: (error) => notifyProblem('The account stayed as it was', error),
  });
  const link = useMutation({
    mutationFn: () => request<{ linkToken: string }>('POST', `users/${person.id}/link`),
    onError: (error) => notifyProblem('There is no link', error),
  });
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon aria-label={`More about ${person.name}`} loading={change.isPending}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => link.mutate()}>New sign-in link</Menu.Item>
          <Menu.Item onClick={() => change.mutate({ isAdmin: person.isAdmin !== true })}>
            {person.isAdmin === true ? 'No administrator any more' : 'Make an administrator'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color={person.disabled === true ? undefined : 'red'}
            onClick={() => change.mutate({ disabled: person.disabled !== true })}
          >
            {person.disabled === true ? 'Let in again' : 'Disable the account'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {link.data !== undefined && (
        <Modal opened onClose={() => link.reset()} title={`A sign-in link for ${person.name}`}>
          <SignInLink name={person.name} token={link.data.linkToken} onClose={() => link.reset()} />
        </Modal>
      )}
    </>
  );
}
