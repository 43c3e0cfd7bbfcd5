import { Button, Group, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { notifyProblem } from '../shell/notify-problem.ts';

/** Ends every session of this person, this one as well. */
export function SessionsCard() {
  const end = useMutation({
    mutationFn: () => request('DELETE', 'sessions'),
    // A full load drops everything that this person's session had in memory.
    onSuccess: () => location.assign('/sign-in'),
    onError: (error) => notifyProblem('You are still signed in', error),
  });
  return (
    <section className="card card-pad">
      <Title order={2} mb="xs">
        Where you are signed in
      </Title>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">
          Ends every session in every browser, this one too, and every token made for the command line.
        </Text>
        <Button variant="default" className="no-shrink" loading={end.isPending} onClick={() => end.mutate()}>
          Sign out everywhere
        </Button>
      </Group>
    </section>
  );
}
