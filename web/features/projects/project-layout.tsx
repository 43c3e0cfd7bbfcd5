import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { ErrorState } from '../shell/error-state.tsx';
import { Page } from '../shell/page.tsx';
import { ClaimNextButton } from '../tasks/claim-next-button.tsx';
import { projectQuery } from './project-queries.ts';

const TABS = [
  ['overview', 'Overview'],
  ['tasks', 'Tasks'],
  ['snapshots', 'Snapshots'],
  ['explore', 'Explore'],
  ['evaluations', 'Evaluations'],
  ['jobs', 'Exports and jobs'],
  ['people', 'People'],
  ['audit', 'Audit'],
] as const;

export function ProjectLayout() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const project = useQuery(projectQuery(projectId));
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const active = pathname.split('/')[3] ?? 'overview';
  return (
    <Page
      title={project.data?.name ?? ' '}
      parents={[{ label: 'Projects', to: '/projects' }]}
      fill={active === 'tasks'}
      actions={
        project.data === undefined ? (
          <Button disabled>Start working</Button>
        ) : (
          <ClaimNextButton projectId={projectId} />
        )
      }
    >
      <Tabs
        value={active}
        onChange={(tab) =>
          void navigate({ href: `/projects/${projectId}${tab === 'overview' ? '' : `/${tab}`}` })
        }
        mb="md"
      >
        <Tabs.List aria-label="Parts of the project">
          {TABS.map(([value, label]) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {project.error === null ? (
        <Outlet />
      ) : (
        <ErrorState error={project.error} retry={() => void project.refetch()} />
      )}
    </Page>
  );
}
