import { Button, Checkbox, PasswordInput, Stack, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/request.ts';

/** Shortest that the API takes. */
const LEAST_LETTERS = 10;

/** Choose the first password, or another one. */
export function PasswordCard({ hasPassword, email }: { hasPassword: boolean; email: string }) {
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [signOutElsewhere, setSignOutElsewhere] = useState(true);
  const save = useMutation({
    mutationFn: () =>
      request('PATCH', 'me', {
        body: {
          password: { next, ...(hasPassword ? { current } : {}), signOutElsewhere },
        },
      }),
    onSuccess: async () => {
      setCurrent('');
      setNext('');
      notifications.show({ message: 'The new password holds from now on.' });
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <section className="card card-pad">
      <Title order={2} mb="sm">
        {hasPassword ? 'Password' : 'Choose a password'}
      </Title>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          {hasPassword && (
            <PasswordInput
              label="Current password"
              autoComplete="current-password"
              required
              value={current}
              onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
            />
          )}
          <PasswordInput
            label="New password"
            description={`At least ${LEAST_LETTERS} characters; a few words are easy to keep in mind.`}
            autoComplete="new-password"
            required
            minLength={LEAST_LETTERS}
            value={next}
            error={save.error?.message}
            onChange={({ currentTarget }) => setNext(currentTarget.value)}
          />
          <Checkbox
            size="xs"
            label="Sign out everywhere else"
            checked={signOutElsewhere}
            onChange={({ currentTarget }) => setSignOutElsewhere(currentTarget.checked)}
          />
          <div>
            <Button type="submit" loading={save.isPending} disabled={next.length < LEAST_LETTERS}>
              {hasPassword ? 'Change the password' : 'Set the password'}
            </Button>
          </div>
        </Stack>
      </form>
    </section>
  );
}
