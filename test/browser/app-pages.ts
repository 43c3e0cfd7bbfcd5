import type { ApiClient } from './api-client.ts';
import type { SeededProject } from './seed-project.ts';

interface AppPage {
  name: string;
  path: string;
  /** Whose session; nobody's when missing. */
  as?: ApiClient;
  /** Something on the page that says it is there. */
  ready: string;
}

/** Every page of the app, with the things of a seeded project on it. */
export async function appPages(seed: SeededProject): Promise<AppPage[]> {
  const { admin, projectId, datasetId } = seed;
  const project = await admin.call<{ ontologyId: string; workflowId: string }>(
    'GET',
    `projects/${projectId}`,
  );
  const tasks = await admin.call<{ items: { id: string; stageKind: string; status: string }[] }>(
    'GET',
    `tasks?projectId=${projectId}`,
  );
  const annotating = tasks.items.filter(({ stageKind }) => stageKind === 'annotate');
  // The one at work, with labels on it, when there is one.
  const annotate = annotating.find(({ status }) => status === 'assigned') ?? annotating.at(0);
  const review = tasks.items.find(({ stageKind }) => stageKind === 'review');
  const own = `/projects/${projectId}`;
  return [
    { name: 'sign-in', path: '/sign-in', ready: 'button:has-text("Sign in")' },
    { name: 'home', path: '/', as: admin, ready: '.card' },
    { name: 'projects', path: '/projects', as: admin, ready: '.card' },
    { name: 'project', path: own, as: admin, ready: '.graph-node' },
    { name: 'tasks', path: `${own}/tasks`, as: admin, ready: 'tbody tr' },
    { name: 'snapshots', path: `${own}/snapshots`, as: admin, ready: 'main' },
    { name: 'explore', path: `${own}/explore`, as: admin, ready: 'main h2' },
    {
      name: 'evaluations',
      path: `${own}/evaluations`,
      as: admin,
      ready: 'button:has-text("Import predictions")',
    },
    { name: 'models', path: `${own}/models`, as: admin, ready: 'tbody tr' },
    { name: 'jobs', path: `${own}/jobs`, as: admin, ready: 'a:has-text("Export labels")' },
    { name: 'import', path: `${own}/import`, as: admin, ready: '.drop-box' },
    { name: 'export', path: `${own}/export`, as: admin, ready: 'button:has-text("Start export")' },
    { name: 'members', path: `${own}/people`, as: admin, ready: 'tbody tr' },
    { name: 'webhooks', path: `${own}/webhooks`, as: admin, ready: 'summary' },
    { name: 'settings', path: `${own}/settings`, as: admin, ready: 'section' },
    { name: 'audit', path: `${own}/audit`, as: admin, ready: 'tbody tr' },
    { name: 'datasets', path: '/datasets', as: admin, ready: 'tbody tr' },
    {
      name: 'dataset',
      path: `/datasets/${datasetId}?labels=${projectId}`,
      as: admin,
      ready: '.thumb canvas',
    },
    { name: 'quarantine', path: `/datasets/${datasetId}?tab=quarantine`, as: admin, ready: 'main' },
    { name: 'ontologies', path: '/ontologies', as: admin, ready: 'tbody tr' },
    { name: 'ontology', path: `/ontologies/${project.ontologyId}`, as: admin, ready: '.row' },
    { name: 'workflows', path: '/workflows', as: admin, ready: 'tbody tr' },
    { name: 'workflow', path: `/workflows/${project.workflowId}`, as: admin, ready: '.graph-node' },
    { name: 'people', path: '/people', as: admin, ready: 'tbody tr' },
    { name: 'account', path: '/account', as: admin, ready: 'form' },
    { name: 'not-found', path: '/nowhere', as: admin, ready: 'main' },
    ...(annotate === undefined
      ? []
      : [{ name: 'label', path: `/tasks/${annotate.id}`, as: seed.annotator, ready: '.editor-stage' }]),
    ...(review === undefined
      ? []
      : [{ name: 'review', path: `/tasks/${review.id}`, as: seed.reviewer, ready: '.editor-stage' }]),
  ];
}
