import { Button, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconDiamond } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Project } from '../../api/project.ts';
import { usePages } from '../../api/use-pages.ts';
import { ProjectCard } from '../projects/project-card.tsx';
import { useMe } from '../session/use-me.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { Page } from '../shell/page.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { MyTasks } from './my-tasks.tsx';

export function HomePage() {
  const me = useMe();
  const projects = usePages<Project>('projects', {}, { limit: 12 });
  const first = me.name.split(/[\s@]/)[0];
  return (
    <Page title={first === '' ? 'Home' : `Hello, ${first}`}>
      {projects.error !== null && <ErrorState error={projects.error} retry={() => void projects.refetch()} />}
      {projects.isPending && <TableSkeleton />}
      {projects.items?.length === 0 && (
        <EmptyState
          icon={IconDiamond}
          title="Nothing to polish yet"
          action={
            <Button component={Link} to="/datasets">
              Add images
            </Button>
          }
        >
          Put images into a dataset, choose what to label in an ontology, and start a project that brings
          every image through its workflow.
        </EmptyState>
      )}
      {projects.items !== undefined && projects.items.length > 0 && (
        <Stack gap="lg">
          {projects.items.map((project) => (
            <MyTasks key={project.id} project={project} />
          ))}
          <section>
            <Title order={2} mb="xs">
              Projects
            </Title>
            <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="sm">
              {projects.items.map((project) => (
                <ProjectCard key={project.id} project={project} />
              ))}
            </SimpleGrid>
            <Text size="xs" c="dimmed" mt="xs">
              {projects.hasNextPage ? 'More under Projects.' : ''}
            </Text>
          </section>
        </Stack>
      )}
    </Page>
  );
}
