import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/request.ts';
import { queryClient } from '../../query-client.ts';
import { SessionCard } from './session-card.tsx';

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => request('POST', 'sessions', { body: { email, password } }),
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ href: next ?? '/' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <SessionCard title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {signIn.error !== null && (
            <Alert color="red" p="xs" role="alert">
              {signIn.error.message}
            </Alert>
          )}
          <TextInput
            size="sm"
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" loading={signIn.isPending}>
            Sign in
          </Button>
          <Text size="xs" c="dimmed">
            First time here? Open the link that Lapidary printed in the terminal when it started.
          </Text>
        </Stack>
      </form>
    </SessionCard>
  );
}
