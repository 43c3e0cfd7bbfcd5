import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/request.ts';
import { queryClient } from '../../query-client.ts';
import { SessionCard } from './session-card.tsx';
import { signInStepOf } from './sign-in-step.ts';
import type { SignInStep } from './sign-in-step.ts';

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [step, setStep] = useState<SignInStep>();
  const [answer, setAnswer] = useState('');
  const signIn = useMutation({
    mutationFn: () => {
      const more = step && { session: step.session, [step.step]: answer };
      return request('POST', 'sessions', { body: { email, password, ...more } });
    },
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ href: next ?? '/' });
    },
    onError: (error) => {
      const wanted = signInStepOf(error);
      setAnswer('');
      if (wanted) setStep(wanted);
      // A weak password may be chosen again; whatever else goes wrong ends the attempt.
      else if (!('status' in error && error.status === 400)) setStep(undefined);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const wrong = signIn.error !== null && signInStepOf(signIn.error) === undefined;
  return (
    <SessionCard title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {wrong && (
            <Alert color="red" p="xs" role="alert">
              {signIn.error.message}
            </Alert>
          )}
          {step === undefined ? (
            <>
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
            </>
          ) : (
            <StepInput key={step.step} step={step.step} value={answer} onChange={setAnswer} />
          )}
          <Button type="submit" size="sm" loading={signIn.isPending}>
            {step === undefined ? 'Sign in' : 'Go on'}
          </Button>
          {step === undefined ? (
            <Text size="xs" c="dimmed">
              First time here? Open the link that Lapidary printed in the terminal when it started.
            </Text>
          ) : (
            <Button variant="subtle" size="xs" onClick={() => setStep(undefined)}>
              Another account
            </Button>
          )}
        </Stack>
      </form>
    </SessionCard>
  );
}

function StepInput({
  step,
  value,
  onChange,
}: {
  step: SignInStep['step'];
  value: string;
  onChange: (value: string) => void;
}) {
  return step === 'newPassword' ? (
    <PasswordInput
      label="A password of your own"
      description="Your first one was for this once. 12 characters or more, with capital and small letters, digits and symbols."
      autoComplete="new-password"
      minLength={12}
      required
      autoFocus
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  ) : (
    <TextInput
      size="sm"
      label="Code"
      description="Six digits, from your authenticator app."
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9]{6}"
      required
      autoFocus
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
