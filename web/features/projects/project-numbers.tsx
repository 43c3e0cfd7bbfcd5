import { Anchor, Group, Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { ProjectNumbers as Numbers } from '../../api/project-numbers.ts';
import { request } from '../../api/request.ts';
import { usePeople } from '../people/use-people.ts';
import { ErrorState } from '../shell/error-state.tsx';

const BurndownChart = lazy(() =>
  import('./burndown-chart.tsx').then((module) => ({ default: module.BurndownChart })),
);

/** Burndown and people, for those who lead the project. */
export function ProjectNumbers({ projectId }: { projectId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['projects', projectId, 'numbers'],
    queryFn: ({ signal }) => request<Numbers>('GET', `projects/${projectId}/numbers`, { signal }),
    refetchInterval: 30_000,
  });
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={220} />;
  return (
    <>
      <section className="card card-pad">
        <Group justify="space-between" mb="sm">
          <Title order={2}>Burndown</Title>
          <Text size="xs" c="dimmed" className="number">
            {forecastText(data.forecast)}
          </Text>
        </Group>
        {data.burndown.length < 2 ? (
          <Text size="sm" c="dimmed" className="number">
            {data.burndown.length === 0
              ? 'The curve begins when the first task is finished.'
              : `${data.burndown[0].ended} finished on ${data.burndown[0].day}, ${data.burndown[0].remaining} left. The curve begins on the second day.`}
          </Text>
        ) : (
          <>
            <Suspense fallback={<Skeleton height={220} />}>
              <BurndownChart days={data.burndown} />
            </Suspense>
            <details>
              <summary>Numbers</summary>
              <Table aria-label="Burndown by day" maw={420}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Day (UTC)</Table.Th>
                    <Table.Th ta="right">Ended</Table.Th>
                    <Table.Th ta="right">Left</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.burndown.map(({ day, ended, remaining }) => (
                    <Table.Tr key={day}>
                      <Table.Td>{day}</Table.Td>
                      <Table.Td className="number" ta="right">
                        {ended}
                      </Table.Td>
                      <Table.Td className="number" ta="right">
                        {remaining}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </details>
          </>
        )}
      </section>
      <PeopleNumbers people={data.people} projectId={projectId} />
    </>
  );
}

function PeopleNumbers({ people, projectId }: { people: Numbers['people']; projectId: string }) {
  const nameOf = usePeople();
  if (people.length === 0) return null;
  return (
    <section className="card">
      <Group justify="space-between" className="card-pad">
        <Title order={2}>People</Title>
        <Anchor size="xs" href={`/v1/projects/${projectId}/numbers.csv`} download>
          Day by day as CSV
        </Anchor>
      </Group>
      <Table aria-label="What people have done">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th ta="right">Tasks</Table.Th>
            <Table.Th ta="right">Objects</Table.Th>
            <Table.Th ta="right">Time</Table.Th>
            <Table.Th ta="right">Median per task</Table.Th>
            <Table.Th ta="right">Median per object</Table.Th>
            <Table.Th ta="right">Sent back</Table.Th>
            <Table.Th ta="right">Agreement</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((one) => (
            <Table.Tr key={one.userId}>
              <Table.Td>{nameOf(one.userId)}</Table.Td>
              <Table.Td className="number" ta="right">
                {one.tasks.toLocaleString('en')}
              </Table.Td>
              <Table.Td className="number" ta="right">
                {one.objects.toLocaleString('en')}
              </Table.Td>
              <Table.Td className="number" ta="right">
                {durationText(one.seconds)}
              </Table.Td>
              <Table.Td className="number" ta="right">
                {durationText(one.medianSecondsPerTask)}
              </Table.Td>
              <Table.Td className="number" ta="right">
                {durationText(one.medianSecondsPerObject)}
              </Table.Td>
              <Table.Td className="number" ta="right">
                {shareText(one.rejectionRate)}
              </Table.Td>
              <Table.Td className="number" ta="right">
                {shareText(one.agreement)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function forecastText(forecast: Numbers['forecast']): string {
  if (forecast === null) return '';
  const { perDay, daysLeft, endsOn } = forecast;
  if (daysLeft === 0) return 'Nothing is left.';
  return `At ${perDay.toLocaleString('en', { maximumFractionDigits: 1 })} tasks a day, done on ${endsOn}.`;
}

function shareText(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}

function durationText(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
