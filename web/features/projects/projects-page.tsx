import { Button, SimpleGrid } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconStack2 } from '@tabler/icons-react';
import type { Project } from '../../api/project.ts';
import { usePages } from '../../api/use-pages.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ErrorState } from '../shell/error-state.tsx';
import { LoadMore } from '../shell/load-more.tsx';
import { Page } from '../shell/page.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { NewProjectModal } from './new-project-modal.tsx';
import { ProjectCard } from './project-card.tsx';

export function ProjectsPage() {
  const projects = usePages<Project>('projects');
  const [isOpen, modal] = useDisclosure();
  const create = (
    <Button leftSection={<IconPlus size={15} />} onClick={modal.open}>
      New project
    </Button>
  );
  return (
    <Page title="Projects" actions={create}>
      {projects.error !== null && <ErrorState error={projects.error} retry={() => void projects.refetch()} />}
      {projects.isPending && <TableSkeleton />}
      {projects.items?.length === 0 && (
        <EmptyState icon={IconStack2} title="No projects yet" action={create}>
          A project brings the images of its datasets through a workflow: labelling, review, and out again.
        </EmptyState>
      )}
      <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="sm">
        {projects.items?.map((project) => (
          <ProjectCard key={project.id} project={project} />
        ))}
      </SimpleGrid>
      <LoadMore {...projects} />
      {isOpen && <NewProjectModal onClose={modal.close} />}
    </Page>
  );
}
