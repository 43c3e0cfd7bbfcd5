import { Anchor, Skeleton, Text, Title } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AuditEvent } from '../../api/audit-event.ts';
import type { Page } from '../../api/page.ts';
import type { Project } from '../../api/project.ts';
import { request } from '../../api/request.ts';
import { describeAction } from '../audit/describe-action.ts';
import { subjectOfEvent } from '../audit/subject-of-event.ts';
import { usePeople } from '../people/use-people.ts';
import { TimeText } from '../shell/time-text.tsx';

/** Of so many projects; of each so many events are read, as most of them are the system's. */
const PROJECTS = 3;
const READ = 60;
const SHOWN = 8;
/** What only tells that the real thing is about to come. */
const QUIET = new Set(['task.created', 'task.claimed']);

interface Deed {
  event: AuditEvent;
  project: Project;
  /** So many of the same by the same person in a row. */
  count: number;
}

/** What people did lately in the projects that this person leads. */
export function RecentActivity({ projects }: { projects: Project[] }) {
  const nameOf = usePeople();
  const led = projects.filter(({ role }) => role === 'admin' || role === 'teamManager').slice(0, PROJECTS);
  const trails = useQueries({
    queries: led.map(({ id }) => ({
      queryKey: ['audit', 'lately', id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        request<Page<AuditEvent>>('GET', 'audit', { query: { projectId: id, limit: READ }, signal }),
      refetchInterval: 30_000,
    })),
  });
  if (led.length === 0) return null;
  const deeds = trails
    .flatMap(({ data }, index) =>
      (data?.items ?? []).map((event) => ({ event, project: led[index], count: 1 })),
    )
    .filter(({ event }) => event.actor !== 'system' && !QUIET.has(event.action))
    .toSorted((a, b) => b.event.at.localeCompare(a.event.at))
    .reduce<Deed[]>(joinAlike, [])
    .slice(0, SHOWN);
  return (
    <section className="card card-pad" aria-label="Lately">
      <Title order={2} mb={6}>
        Lately
      </Title>
      {trails.some(({ isPending }) => isPending) && <Skeleton height={160} />}
      {deeds.length === 0 && trails.every(({ isPending }) => !isPending) && (
        <Text size="sm" c="dimmed">
          What people do in your projects appears here.
        </Text>
      )}
      <ul className="activity">
        {deeds.map(({ event, project, count }) => (
          <li key={event.id}>
            <Text size="sm" truncate>
              <Text span size="sm" fw={550}>
                {nameOf(event.actor)}
              </Text>{' '}
              {sentence(event, count)}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              <TimeText at={event.at} /> ·{' '}
              <Anchor component={Link} to={`/projects/${project.id}/audit`} size="xs" c="dimmed">
                {project.name}
              </Anchor>
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

function joinAlike(deeds: Deed[], next: Deed): Deed[] {
  const last = deeds.at(-1);
  const isAlike =
    last?.event.actor === next.event.actor &&
    last.event.action === next.event.action &&
    last.project.id === next.project.id;
  return isAlike ? [...deeds.slice(0, -1), { ...last, count: last.count + next.count }] : [...deeds, next];
}

/** "handed in 3 tasks", "made the project City streets". */
function sentence(event: AuditEvent, count: number): string {
  const words = describeAction(event.action).replace(/:$/, '');
  const done = words.charAt(0).toLowerCase() + words.slice(1);
  if (event.action.startsWith('task.')) return `${done} ${count === 1 ? 'a task' : `${count} tasks`}`;
  return `${done} ${subjectOfEvent(event)}`.trim();
}
