import { Alert, Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { request } from '../../api/request.ts';
import { queryClient } from '../../query-client.ts';
import { SessionCard } from './session-card.tsx';
import { takeLinkToken } from './take-link-token.ts';

// Taken when the module loads, not in an effect: React may run effects twice, and the token is gone the second time.
const token = takeLinkToken();

export function WelcomePage() {
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let left = false;
    void (async () => {
      try {
        const fresh = takeLinkToken() ?? token;
        if (fresh === undefined)
          throw new Error('This page needs the whole link that Lapidary printed, with its token.');
        await request('POST', 'sessions/link', { body: { token: fresh } });
        queryClient.clear();
        if (!left) await navigate({ to: '/', replace: true });
      } catch (error) {
        if (!left) setProblem(error instanceof Error ? error.message : String(error));
      }
    })();
    return () => {
      left = true;
    };
  }, [navigate]);
  return (
    <SessionCard title="Welcome">
      {problem === undefined ? (
        <Skeleton height={60} />
      ) : (
        <Stack gap="sm">
          <Alert color="red" p="xs" role="alert">
            {problem}
          </Alert>
          <Text size="xs" c="dimmed">
            A link works once. Start Lapidary again to get a new one, or{' '}
            <Anchor component={Link} to="/sign-in" inherit underline="always">
              sign in with a password
            </Anchor>
            .
          </Text>
        </Stack>
      )}
    </SessionCard>
  );
}
