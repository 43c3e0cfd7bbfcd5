import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTIONS, isAllowed } from '../../shared/workflow/permissions.ts';
import type { Action } from '../../shared/workflow/permissions.ts';
import { Role } from '../../shared/workflow/role.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { GUARDED_DATA_ROUTES } from '../support/guarded-data-routes.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let world: TaskWorld;
let taskId: string;
let webhookId: string;
let paths: Record<string, Record<string, unknown>>;
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow);
  taskId = await world.addTask('one.png');
  const made = await world.api.asAdmin('POST', '/v1/webhooks', {
    projectId: world.projectId,
    url: 'https://example.org/hook',
  });
  webhookId = made.body.id;
  paths = (await world.api.asAdmin('GET', '/v1/openapi.json')).body.paths;
});
afterAll(() => world.stop());

interface Guarded {
  route: string;
  action: Action;
  body?: (w: TaskWorld) => unknown;
  query?: (w: TaskWorld) => string;
  headers?: Record<string, string>;
}

const project = (w: TaskWorld) => `projectId=${w.projectId}`;
const ofProject = (w: TaskWorld) => ({ projectId: w.projectId });

/** What each route asks for. A refusal comes before anything is read or changed. */
const GUARDED: Guarded[] = [
  { route: 'GET /v1/projects/{projectId}', action: 'viewProject' },
  { route: 'PATCH /v1/projects/{projectId}', action: 'changeProject', body: () => ({ name: 'Gems' }) },
  { route: 'GET /v1/projects/{projectId}/counts', action: 'viewProject' },
  { route: 'GET /v1/projects/{projectId}/numbers', action: 'viewNumbers' },
  { route: 'GET /v1/projects/{projectId}/numbers.csv', action: 'viewNumbers' },
  {
    route: 'POST /v1/projects/{projectId}/workflow-preview',
    action: 'changeWorkflow',
    body: () => ({ workflow: WORKFLOW_TEMPLATES[0].workflow }),
  },
  { route: 'GET /v1/members', action: 'viewProject', query: project },
  {
    route: 'PUT /v1/members/{projectId}/{userId}',
    action: 'inviteMembers',
    body: () => ({ role: 'annotator' }),
  },
  { route: 'DELETE /v1/members/{projectId}/{userId}', action: 'inviteMembers' },
  { route: 'GET /v1/tasks', action: 'viewProject', query: project },
  { route: 'POST /v1/tasks/claim-next', action: 'viewProject', body: ofProject },
  { route: 'GET /v1/tasks/next', action: 'viewProject', query: project },
  { route: 'GET /v1/tasks/{taskId}', action: 'viewProject' },
  { route: 'GET /v1/tasks/{taskId}/route', action: 'viewProject' },
  { route: 'POST /v1/tasks/{taskId}/claim', action: 'annotate' },
  { route: 'POST /v1/tasks/{taskId}/submit', action: 'annotate' },
  {
    route: 'POST /v1/tasks/{taskId}/resolve',
    action: 'annotate',
    body: () => ({ reasons: [{ index: 0, resolved: true }] }),
  },
  { route: 'POST /v1/tasks/{taskId}/approve', action: 'review' },
  { route: 'POST /v1/tasks/{taskId}/reject', action: 'review', body: () => ({}) },
  { route: 'POST /v1/tasks/{taskId}/heartbeat', action: 'viewProject' },
  { route: 'POST /v1/tasks/{taskId}/release', action: 'viewProject' },
  { route: 'POST /v1/tasks/{taskId}/skip', action: 'viewProject', body: () => ({ reason: 'Blurred' }) },
  { route: 'POST /v1/tasks/{taskId}/proceed', action: 'actAsAgent', body: () => ({ pathway: 'x' }) },
  {
    route: 'POST /v1/tasks/{taskId}/manage',
    action: 'manageTasks',
    body: () => ({ operation: 'setPriority', priority: 50 }),
  },
  { route: 'GET /v1/tasks/{taskId}/labels', action: 'viewProject' },
  {
    route: 'PUT /v1/tasks/{taskId}/labels',
    action: 'viewProject',
    body: () => ({}),
    headers: { 'if-match': '"0"' },
  },
  { route: 'GET /v1/tasks/{taskId}/labels/revisions', action: 'viewProject' },
  { route: 'GET /v1/tasks/{taskId}/labels/branches', action: 'viewProject' },
  { route: 'GET /v1/tasks/{taskId}/labels/changes', action: 'viewProject' },
  {
    route: 'POST /v1/tasks/{taskId}/labels/restore',
    action: 'viewProject',
    body: () => ({ revision: 0 }),
    headers: { 'if-match': '"0"' },
  },
  { route: 'PUT /v1/tasks/{taskId}/review', action: 'review', body: () => ({ decisions: [] }) },
  { route: 'GET /v1/tasks/{taskId}/reviews', action: 'viewProject' },
  { route: 'GET /v1/tasks/{taskId}/comments', action: 'viewProject' },
  { route: 'POST /v1/tasks/{taskId}/comments', action: 'comment', body: () => ({ body: 'Hm.' }) },
  { route: 'GET /v1/label-previews', action: 'viewProject', query: (w) => `${project(w)}&assetIds=a.b` },
  { route: 'GET /v1/audit', action: 'viewAudit', query: project },
  { route: 'GET /v1/webhooks', action: 'manageWebhooks', query: project },
  {
    route: 'POST /v1/webhooks',
    action: 'manageWebhooks',
    body: (w) => ({ ...ofProject(w), url: 'https://example.org/' }),
  },
  { route: 'GET /v1/webhooks/{webhookId}', action: 'manageWebhooks' },
  { route: 'PATCH /v1/webhooks/{webhookId}', action: 'manageWebhooks', body: () => ({ isActive: true }) },
  { route: 'POST /v1/webhooks/{webhookId}/rotate', action: 'manageWebhooks' },
  { route: 'POST /v1/webhooks/{webhookId}/ping', action: 'manageWebhooks' },
  { route: 'GET /v1/webhooks/{webhookId}/deliveries', action: 'manageWebhooks' },
  {
    route: 'POST /v1/webhooks/{webhookId}/replay',
    action: 'manageWebhooks',
    body: () => ({ deliveryId: 'x' }),
  },
  { route: 'GET /v1/workflows/{workflowId}', action: 'viewProject' },
  {
    route: 'PUT /v1/workflows/{workflowId}',
    action: 'changeWorkflow',
    body: () => WORKFLOW_TEMPLATES[0].workflow,
    headers: { 'if-match': '"9"' },
  },
  { route: 'GET /v1/ontologies/{ontologyId}', action: 'viewProject' },
  {
    route: 'PUT /v1/ontologies/{ontologyId}',
    action: 'changeOntology',
    body: () => ({ name: 'Gems' }),
    headers: { 'if-match': '"9"' },
  },
  {
    route: 'POST /v1/ontologies/{ontologyId}/impact',
    action: 'changeOntology',
    body: () => ({ name: 'Gems' }),
  },
  {
    route: 'POST /v1/imports/uploads',
    action: 'attachData',
    body: (w) => ({ ...ofProject(w), files: [{ name: 'a.json', size: 2 }] }),
  },
  {
    route: 'POST /v1/imports',
    action: 'attachData',
    body: (w) => ({ ...ofProject(w), uploadId: 'u', files: [{ name: 'a.json', size: 2 }] }),
  },
  { route: 'GET /v1/snapshots', action: 'viewProject', query: project },
  { route: 'GET /v1/jobs', action: 'viewProject', query: project },
];

/** Belong to no project, have outcomes per item, or need a model or files: walked through by tests of their own. */
const ELSEWHERE = [
  /^\w+ \/v1\/(health|openapi|object-events|sessions|me|users)/,
  /^(GET|POST) \/v1\/(projects|workflows|ontologies|datasets)$/,
  /^DELETE \/v1\/projects\/\{projectId\}$/,
  /^(PATCH|DELETE) \/v1\/datasets\/\{datasetId\}$/,
  /^\w+ \/v1\/workflows\/(validate|simulate|templates)$/,
  /^POST \/v1\/tasks\/bulk$/,
  /^GET \/v1\/models$/,
  /^(GET|POST) \/v1\/models\/pulls$/,
];

const fill = (path: string) =>
  path
    .replace('{projectId}', world.projectId)
    .replace('{taskId}', taskId)
    .replace('{webhookId}', webhookId)
    .replace('{workflowId}', world.workflowId)
    .replace('{ontologyId}', world.ontologyId)
    .replace('{userId}', 'somebody-else');

async function ask(name: string, role: Role | undefined, { route, body, query, headers }: Guarded) {
  const call = await world.as(name, role);
  const [method, path] = route.split(' ');
  return call(method, fill(path) + (query ? `?${query(world)}` : ''), body?.(world), headers);
}

describe('roles', () => {
  it('every route of the API is in the table or has a reason not to be', () => {
    const all = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = new Set([...GUARDED, ...GUARDED_DATA_ROUTES].map((one) => one.route));
    expect(
      all.filter((route) => !known.has(route) && !ELSEWHERE.some((reason) => reason.test(route))),
    ).toEqual([]);
    expect([...known].filter((route) => !all.includes(route))).toEqual([]);
  });

  it.each(Role.options)('%s may do what the matrix says, and nothing else', async (role) => {
    // The rows above change the task; each role begins with one that is open.
    taskId = await world.addTask(`${role}.png`);
    for (const guarded of GUARDED) {
      const { status, body } = await ask(`the-${role}`, role, guarded);
      const isRefused = status === 403 && body.code === 'not-allowed';
      expect(isRefused, `${role}: ${guarded.route} → ${status} ${body?.code}`).toBe(
        !isAllowed(role, guarded.action),
      );
      expect(status, guarded.route).toBeLessThan(500);
    }
  });

  it('members of another project learn nothing', async () => {
    for (const guarded of GUARDED) {
      const { status, body } = await ask('foreigner', undefined, guarded);
      expect({ status, code: body?.code }, guarded.route).toEqual({ status: 404, code: 'not-found' });
    }
  });

  it('nobody at all is told to sign in', async () => {
    for (const { route, query } of GUARDED) {
      const [method, path] = route.split(' ');
      const { status, body } = await world.api.call(method, fill(path) + (query ? `?${query(world)}` : ''));
      expect({ status, code: body.code }, route).toEqual({ status: 401, code: 'not-signed-in' });
    }
  });

  it('a team manager makes nobody an admin', async () => {
    const manager = await world.as('the-teamManager', 'teamManager');
    const answer = await manager('PUT', `/v1/members/${world.projectId}/the-annotator`, { role: 'admin' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  it('every action is somebody’s', () => {
    for (const action of ACTIONS) expect(Role.options.some((role) => isAllowed(role, action))).toBe(true);
  });
});
