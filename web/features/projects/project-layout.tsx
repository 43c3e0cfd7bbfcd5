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
  ['models', 'Models'],
  ['jobs', 'Import and export'],
  ['people', 'People'],
  ['webhooks', 'Webhooks'],
  ['audit', 'Audit'],
  ['settings', 'Settings'],
] as const;
/** Tabs whose content only these roles may read. */
const ROLES_OF_TAB: Record<string, string[]> = {
  webhooks: ['admin'],
  audit: ['admin', 'teamManager'],
  settings: ['admin', 'teamManager'],
};

export function ProjectLayout() {
  const { projectId } = useParams({ from: '/signed-in/app/projects/$projectId' });
  const project = useQuery(projectQuery(projectId));
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const part = pathname.split('/')[3] ?? 'overview';
  const active = part === 'import' || part === 'export' ? 'jobs' : part;
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
          {TABS.filter(([value]) => ROLES_OF_TAB[value]?.includes(project.data?.role ?? '') ?? true).map(
            ([value, label]) => (
              <Tabs.Tab key={value} value={value}>
                {label}
              </Tabs.Tab>
            ),
          )}
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
