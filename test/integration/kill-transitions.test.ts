import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spawnHost } from '../support/spawn-host.ts';
import type { SpawnedHost } from '../support/spawn-host.ts';

const ROUNDS = Number(process.env.LAPIDARY_KILL_ROUNDS ?? 3);
const TASKS = 8 * ROUNDS;

interface Task {
  id: string;
  stageId: string;
  status: string;
  labelRevision: number;
}

const WORKFLOW = {
  name: 'Annotate, sampled review',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'annotate' }] },
    { id: 'annotate', kind: 'annotate', name: 'Annotate', pathways: [{ name: 'submitted', to: 'sample' }] },
    {
      id: 'sample',
      kind: 'percentageRouter',
      name: 'Sample',
      pathways: [
        { name: 'look', to: 'review', percentage: 75 },
        { name: 'pass', to: 'complete', percentage: 25 },
      ],
    },
    {
      id: 'review',
      kind: 'review',
      name: 'Review',
      pathways: [
        { name: 'approved', to: 'complete' },
        { name: 'rejected', to: 'annotate' },
      ],
    },
    { id: 'complete', kind: 'complete', name: 'Complete' },
  ],
};

let root: string;
let host: SpawnedHost;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lapidary-transitions-'));
});
afterEach(async () => {
  if (host?.process.exitCode === null && host.process.signalCode === null) await host.end('SIGKILL');
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

/** One request as one person; undefined when the host went away before it answered. */
async function attempt<T>(
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  try {
    const response = await fetch(`${host.url}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T, text };
  } catch {
    return undefined;
  }
}

async function call<T>(token: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await attempt<T>(token, method, path, body);
  if (answer === undefined || answer.status >= 400) throw new Error(`${method} ${path}: ${answer?.text}`);
  return answer.body;
}

async function signIn(token: string): Promise<string> {
  return (await call<{ token: string }>('', 'POST', 'sessions/link', { token })).token;
}

/** A project with one task per image. */
async function setUp() {
  const admin = await signIn(host.token!);
  const make = async (path: string, body: unknown) =>
    (await call<{ id: string }>(admin, 'POST', path, body)).id;
  const datasetId = await make('datasets', { name: 'Images' });
  const ontologyId = await make('ontologies', { name: 'Nothing', classes: [], classifications: [] });
  const workflowId = await make('workflows', WORKFLOW);
  const projectId = await make('projects', {
    name: 'Project',
    datasetIds: [datasetId],
    ontologyId,
    workflowId,
  });
  const people: string[] = [];
  for (const role of ['annotator', 'reviewer']) {
    const made = await call<{ user: { id: string }; linkToken: string }>(admin, 'POST', 'users', {
      name: role,
      email: `${role}@test.example`,
    });
    await call(admin, 'PUT', `members/${projectId}/${made.user.id}`, { role });
    people.push(await signIn(made.linkToken));
  }
  for (let i = 0; i < TASKS; i++) {
    const bytes = await sharp({ create: { width: 64 + i, height: 64, channels: 3, background: '#556677' } })
      .jpeg()
      .toBuffer();
    const upload = { datasetId, key: `${i}.jpg`, size: bytes.length, contentType: 'image/jpeg' };
    const { url, headers } = await call<{ url: string; headers: Record<string, string> }>(
      admin,
      'POST',
      'uploads',
      upload,
    );
    expect((await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })).ok).toBe(true);
  }
  return { admin, projectId, annotator: people[0], reviewer: people[1] };
}

/** Claims a task, does it, and hands it on; notes what the host acknowledged. */
async function workOnce(
  token: string,
  projectId: string,
  stageId: 'annotate' | 'review',
  acknowledged: { revisions: Map<string, number>; handedOn: number },
): Promise<boolean> {
  const claimed = await attempt<Task>(token, 'POST', 'tasks/claim-next', { projectId, stageId });
  if (claimed?.status !== 200) return false;
  const task = claimed.body;
  if (stageId === 'annotate') {
    const labels = { objects: [], classifications: [] };
    const saved = await attempt<{ revision: number }>(token, 'PUT', `tasks/${task.id}/labels`, labels, {
      'if-match': `"${task.labelRevision}"`,
    });
    if (saved?.status !== 200) return false;
    acknowledged.revisions.set(task.id, saved.body.revision);
  }
  const done = await attempt(
    token,
    'POST',
    `tasks/${task.id}/${stageId === 'annotate' ? 'submit' : 'approve'}`,
    {},
  );
  if (done?.status === 200) acknowledged.handedOn++;
  return done?.status === 200;
}

describe(`kill -9 of the host during task transitions, ${ROUNDS} rounds`, () => {
  it(
    'leaves no task stuck and keeps every acknowledged label',
    async () => {
      host = await spawnHost(join(root, 'data'));
      const { admin, projectId, annotator, reviewer } = await setUp();
      const acknowledged = { revisions: new Map<string, number>(), handedOn: 0 };
      const listTasks = async () =>
        (await call<{ items: Task[] }>(admin, 'GET', `tasks?projectId=${projectId}&limit=100`)).items;
      for (let i = 0; i < 300 && (await listTasks()).length < TASKS; i++) await sleep(100);
      expect(await listTasks()).toHaveLength(TASKS);

      for (let round = 0; round < ROUNDS; round++) {
        const state = { isOver: false };
        const work = async (token: string, stage: 'annotate' | 'review') => {
          while (!state.isOver) if (!(await workOnce(token, projectId, stage, acknowledged))) await sleep(20);
        };
        const workers = [work(annotator, 'annotate'), work(annotator, 'annotate'), work(reviewer, 'review')];
        await sleep(80 + ((round * 211) % 400));
        await host.end('SIGKILL');
        state.isOver = true;
        await Promise.all(workers);
        host = await spawnHost(join(root, 'data'));
      }

      // A task whose claim was lost with the kill comes back to its holder first.
      let tasks: Task[] = [];
      for (let i = 0; i < 600; i++) {
        await workOnce(annotator, projectId, 'annotate', acknowledged);
        await workOnce(reviewer, projectId, 'review', acknowledged);
        tasks = await listTasks();
        if (tasks.every((task) => task.stageId === 'complete')) break;
      }
      expect(tasks.filter((task) => task.stageId !== 'complete')).toEqual([]);
      expect(tasks).toHaveLength(TASKS);
      const counts = await call<{ stages: Record<string, { total: number }> }>(
        admin,
        'GET',
        `projects/${projectId}/counts`,
      );
      expect(counts.stages.complete.total).toBe(TASKS);
      for (const [taskId, revision] of acknowledged.revisions) {
        const labels = await call<{ revision: number }>(admin, 'GET', `tasks/${taskId}/labels`);
        expect(labels.revision).toBeGreaterThanOrEqual(revision);
      }
    },
    90_000 + ROUNDS * 20_000,
  );
});
