import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { NotFoundPage } from './features/shell/not-found-page.tsx';
import { RouteErrorPage } from './features/shell/route-error-page.tsx';
import { AppLayout } from './features/shell/app-layout.tsx';
import { readTaskSearch } from './features/tasks/task-search.ts';
import { requireSession } from './features/session/require-session.ts';

const root = createRootRoute({ notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => ({
    next: typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? search.next : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/session/sign-in-page.tsx'), 'SignInPage'),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./features/session/welcome-page.tsx'), 'WelcomePage'),
});

const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', beforeLoad: requireSession });
const app = createRoute({ getParentRoute: () => signedIn, id: 'app', component: AppLayout });

const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('./features/home/home-page.tsx'), 'HomePage'),
});
const datasets = createRoute({
  getParentRoute: () => app,
  path: '/datasets',
  component: lazyRouteComponent(() => import('./features/datasets/datasets-page.tsx'), 'DatasetsPage'),
});
const dataset = createRoute({
  getParentRoute: () => app,
  path: '/datasets/$datasetId',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: 'quarantine'; image?: string; labels?: string } => ({
    tab: search.tab === 'quarantine' ? 'quarantine' : undefined,
    image: typeof search.image === 'string' ? search.image : undefined,
    labels: typeof search.labels === 'string' ? search.labels : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/datasets/dataset-page.tsx'), 'DatasetPage'),
});
const projects = createRoute({
  getParentRoute: () => app,
  path: '/projects',
  component: lazyRouteComponent(() => import('./features/projects/projects-page.tsx'), 'ProjectsPage'),
});
const project = createRoute({
  getParentRoute: () => app,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('./features/projects/project-layout.tsx'), 'ProjectLayout'),
});
const projectOverview = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: lazyRouteComponent(() => import('./features/projects/project-overview.tsx'), 'ProjectOverview'),
});
const projectTasks = createRoute({
  getParentRoute: () => project,
  path: '/tasks',
  validateSearch: readTaskSearch,
  component: lazyRouteComponent(() => import('./features/tasks/tasks-page.tsx'), 'TasksPage'),
});
const projectSnapshots = createRoute({
  getParentRoute: () => project,
  path: '/snapshots',
  validateSearch: (search: Record<string, unknown>): { compare?: string } => ({
    compare: typeof search.compare === 'string' ? search.compare : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/snapshots/snapshots-page.tsx'), 'SnapshotsPage'),
});
const projectEvaluations = createRoute({
  getParentRoute: () => project,
  path: '/evaluations',
  component: lazyRouteComponent(
    () => import('./features/evaluations/evaluations-page.tsx'),
    'EvaluationsPage',
  ),
});
const projectEvaluation = createRoute({
  getParentRoute: () => project,
  path: '/evaluations/$evaluationId',
  component: lazyRouteComponent(() => import('./features/evaluations/evaluation-page.tsx'), 'EvaluationPage'),
});
const projectModels = createRoute({
  getParentRoute: () => project,
  path: '/models',
  component: lazyRouteComponent(() => import('./features/models/models-page.tsx'), 'ModelsPage'),
});
const projectExplore = createRoute({
  getParentRoute: () => project,
  path: '/explore',
  component: lazyRouteComponent(() => import('./features/explore/explore-page.tsx'), 'ExplorePage'),
});
const projectImport = createRoute({
  getParentRoute: () => project,
  path: '/import',
  component: lazyRouteComponent(() => import('./features/imports/import-page.tsx'), 'ImportPage'),
});
const projectExport = createRoute({
  getParentRoute: () => project,
  path: '/export',
  component: lazyRouteComponent(() => import('./features/exports/export-page.tsx'), 'ExportPage'),
});
const projectJob = createRoute({
  getParentRoute: () => project,
  path: '/jobs/$jobId',
  component: lazyRouteComponent(() => import('./features/jobs/job-page.tsx'), 'JobPage'),
});
const projectJobs = createRoute({
  getParentRoute: () => project,
  path: '/jobs',
  validateSearch: (search: Record<string, unknown>): { status?: string } => ({
    status: typeof search.status === 'string' ? search.status : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/jobs/jobs-page.tsx'), 'JobsPage'),
});
const projectPeople = createRoute({
  getParentRoute: () => project,
  path: '/people',
  component: lazyRouteComponent(() => import('./features/people/members-page.tsx'), 'MembersPage'),
});
const projectWebhooks = createRoute({
  getParentRoute: () => project,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./features/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});
const projectAudit = createRoute({
  getParentRoute: () => project,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): { actor?: string; subjectId?: string } => ({
    actor: typeof search.actor === 'string' ? search.actor : undefined,
    subjectId: typeof search.subjectId === 'string' ? search.subjectId : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/audit/audit-page.tsx'), 'AuditPage'),
});
const projectSettings = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/projects/settings-page.tsx'), 'SettingsPage'),
});
const ontologies = createRoute({
  getParentRoute: () => app,
  path: '/ontologies',
  component: lazyRouteComponent(() => import('./features/ontologies/ontologies-page.tsx'), 'OntologiesPage'),
});
const ontology = createRoute({
  getParentRoute: () => app,
  path: '/ontologies/$ontologyId',
  component: lazyRouteComponent(() => import('./features/ontologies/ontology-page.tsx'), 'OntologyPage'),
});
const workflows = createRoute({
  getParentRoute: () => app,
  path: '/workflows',
  component: lazyRouteComponent(() => import('./features/workflows/workflows-page.tsx'), 'WorkflowsPage'),
});
const workflow = createRoute({
  getParentRoute: () => app,
  path: '/workflows/$workflowId',
  component: lazyRouteComponent(() => import('./features/workflows/workflow-page.tsx'), 'WorkflowPage'),
});
const people = createRoute({
  getParentRoute: () => app,
  path: '/people',
  component: lazyRouteComponent(() => import('./features/people/people-page.tsx'), 'PeoplePage'),
});
const account = createRoute({
  getParentRoute: () => app,
  path: '/account',
  component: lazyRouteComponent(() => import('./features/account/account-page.tsx'), 'AccountPage'),
});
const label = createRoute({
  getParentRoute: () => signedIn,
  path: '/tasks/$taskId',
  component: lazyRouteComponent(() => import('./features/label/label-page.tsx'), 'LabelPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    welcome,
    signedIn.addChildren([
      app.addChildren([
        home,
        datasets,
        dataset,
        projects,
        project.addChildren([
          projectOverview,
          projectTasks,
          projectSnapshots,
          projectExplore,
          projectEvaluations,
          projectEvaluation,
          projectModels,
          projectImport,
          projectExport,
          projectJobs,
          projectJob,
          projectPeople,
          projectWebhooks,
          projectAudit,
          projectSettings,
        ]),
        ontologies,
        ontology,
        workflows,
        workflow,
        people,
        account,
      ]),
      label,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: RouteErrorPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
