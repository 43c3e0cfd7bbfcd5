import { Anchor, Button, Group, SimpleGrid, Stack, Title } from '@mantine/core';
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
import { HomeDatasets } from './home-datasets.tsx';
import { MyTasks } from './my-tasks.tsx';
import { RecentActivity } from './recent-activity.tsx';

export function HomePage() {
  const me = useMe();
  const projects = usePages<Project>('projects', {}, { limit: 12 });
  const first = me.name.split(/[\s@]/)[0];
  const leads = projects.items?.some(({ role }) => role === 'admin' || role === 'teamManager') ?? false;
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
        <div className={`home-columns${leads ? '' : ' is-single'}`}>
          <Stack gap="lg">
            {projects.items.map((project) => (
              <MyTasks key={project.id} project={project} />
            ))}
            <section>
              <Group justify="space-between" mb="xs">
                <Title order={2}>Projects</Title>
                {projects.hasNextPage && (
                  <Anchor component={Link} to="/projects" size="sm">
                    All projects
                  </Anchor>
                )}
              </Group>
              <SimpleGrid cols={projects.items.length === 1 ? 1 : 2} spacing="sm">
                {projects.items.map((project) => (
                  <ProjectCard key={project.id} project={project} />
                ))}
              </SimpleGrid>
            </section>
            <HomeDatasets />
          </Stack>
          {leads && <RecentActivity projects={projects.items} />}
        </div>
      )}
    </Page>
  );
}
