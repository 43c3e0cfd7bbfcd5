import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ModelPull } from '../../api/model.ts';
import { request } from '../../api/request.ts';
import { useMe } from '../session/use-me.ts';
import { notifyProblem } from '../shell/notify-problem.ts';
import { modelPullsQuery } from './model-queries.ts';

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Models that can be fetched with one click, by whoever administers this installation. */
export function PullList() {
  const client = useQueryClient();
  const { data } = useQuery(modelPullsQuery);
  const items = data?.items.filter(({ status }) => status !== 'here') ?? [];
  const here = data?.items.length === undefined ? 0 : data.items.length - items.length;
  useEffect(() => {
    // One that has arrived belongs to the table above.
    if (here > 0) void client.invalidateQueries({ queryKey: ['models', {}] });
  }, [client, here]);
  if (items.length === 0) return null;
  return (
    <Stack gap="xs" className="card card-pad" role="region" aria-label="Models that can be fetched">
      {items.map((pull) => (
        <Pull key={pull.id} pull={pull} />
      ))}
    </Stack>
  );
}

function Pull({ pull }: { pull: ModelPull }) {
  const { id, name, licence, summary, status, file, done = 0, total, reason } = pull;
  const client = useQueryClient();
  const isAdmin = useMe().isAdmin;
  const start = useMutation({
    mutationFn: () => request('POST', 'models/pulls', { body: { modelId: id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: modelPullsQuery.queryKey }),
    onError: (error) => notifyProblem('The model was not fetched', error),
  });
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div className="grow">
        <Text size="sm" fw={500}>
          {name} <Badge color="gray">{licence}</Badge>
        </Text>
        <Text size="xs" c="dimmed">
          {summary}
        </Text>
        {status === 'failed' && (
          <Text size="xs" c="red" role="alert">
            {reason}
          </Text>
        )}
        {status === 'pulling' && (
          <Group gap="xs" wrap="nowrap" mt={4}>
            <Progress
              className="grow"
              size="sm"
              value={total === undefined ? 100 : (100 * done) / total}
              animated={total === undefined}
              aria-label={`Fetching ${name}`}
            />
            <Text size="xs" c="dimmed" className="number">
              {file === undefined
                ? 'Connecting …'
                : `${file}: ${megabytes(done)}${total === undefined ? '' : ` of ${megabytes(total)}`} MB`}
            </Text>
          </Group>
        )}
      </div>
      {isAdmin && status !== 'pulling' && (
        <Button variant="default" size="xs" loading={start.isPending} onClick={() => start.mutate()}>
          {status === 'failed' ? 'Try again' : 'Fetch'}
        </Button>
      )}
    </Group>
  );
}
