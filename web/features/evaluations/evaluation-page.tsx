import { Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '../shell/error-state.tsx';
import { EvaluationExplorer } from './evaluation-explorer.tsx';
import { evaluationQuery, matchesQuery } from './evaluation-queries.ts';
import { percent } from './percent.ts';

const NUMBERS = ['AP', 'AP50', 'AP75', 'AP small', 'AP medium', 'AP large'];

/** One evaluation: its COCO numbers, and the matches behind them. */
export function EvaluationPage() {
  const { evaluationId } = useParams({
    from: '/signed-in/app/projects/$projectId/evaluations/$evaluationId',
  });
  const evaluation = useQuery(evaluationQuery(evaluationId));
  const matches = useQuery(matchesQuery(evaluationId));
  const failed = [evaluation, matches].find(({ error }) => error !== null);
  if (failed?.error) return <ErrorState error={failed.error} retry={() => void failed.refetch()} />;
  if (!evaluation.data) return <Skeleton height={320} />;
  const { data } = evaluation;
  return (
    <Stack gap="md">
      <Group gap="lg">
        <Text fw={600}>{data.predictionSetName}</Text>
        {NUMBERS.map((name, i) => (
          <Text key={name} size="sm" className="number">
            <Text span c="dimmed" size="xs">
              {name}
            </Text>{' '}
            {percent(data.stats[i])}
          </Text>
        ))}
        {data.bestBefore && (
          <Badge color={data.stats[0] > data.bestBefore.map ? 'green' : 'gray'}>
            best before: {percent(data.bestBefore.map)} ({data.bestBefore.name})
          </Badge>
        )}
        {data.gate && (
          <Badge color={data.gate.isPassed ? 'green' : 'red'}>
            gate {percent(data.gate.minMap)} {data.gate.isPassed ? 'passed' : 'not reached'}
          </Badge>
        )}
      </Group>
      {matches.data !== undefined && matches.data.crowds > 0 && (
        <Text size="sm" c="dimmed">
          Crowds among the labels: {matches.data.crowds.toLocaleString('en')}; they need not be found.
          Predictions inside them, which count for nothing: {matches.data.ignored.toLocaleString('en')}.
        </Text>
      )}
      {matches.data ? (
        <EvaluationExplorer evaluation={data} matches={matches.data} />
      ) : (
        <Skeleton height={320} />
      )}
    </Stack>
  );
}
