import { Group, Progress, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Project } from '../../api/project.ts';
import { projectCountsQuery } from './project-queries.ts';
import { summarizeCounts } from './summarize-counts.ts';

export function ProjectCard({ project }: { project: Project }) {
  const counts = useQuery(projectCountsQuery(project.id)).data;
  const summary = counts === undefined ? undefined : summarizeCounts(counts);
  return (
    <Link to="/projects/$projectId" params={{ projectId: project.id }} className="card card-pad">
      <Text fw={600} truncate>
        {project.name}
      </Text>
      {summary === undefined ? (
        <Skeleton height={30} mt={8} />
      ) : (
        <>
          <Group justify="space-between" mt={6} mb={4}>
            <Text size="xs" c="dimmed" className="number">
              {summary.done} of {summary.total} done
            </Text>
            <Text size="xs" c="dimmed" className="number">
              {summary.open} open · {summary.assigned} in hand
            </Text>
          </Group>
          <Progress
            size="sm"
            value={summary.total === 0 ? 0 : (100 * summary.done) / summary.total}
            aria-label={`${summary.done} of ${summary.total} tasks done`}
          />
        </>
      )}
    </Link>
  );
}
