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
async function attempt(
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
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as unknown, text };
  } catch {
    return undefined;
  }
}

async function call<T>(token: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await attempt(token, method, path, body);
  if (answer === undefined || answer.status >= 400) throw new Error(`${method} ${path}: ${answer?.text}`);
  return answer.body as T;
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

interface Acknowledged {
  revisions: Map<string, number>;
  handedOn: number;
}

/** Does a task that the person holds, and hands it on; notes what the host acknowledged. */
async function doTask(token: string, task: Task, acknowledged: Acknowledged): Promise<boolean> {
  const isAnnotation = task.stageId === 'annotate';
  if (isAnnotation) {
    // The kill may have come between a save and its answer: the revision is read, as the editor does.
    const current = await attempt(token, 'GET', `tasks/${task.id}/labels`);
    if (current?.status !== 200) return false;
    const labels = { objects: [], classifications: [] };
    const saved = await attempt(token, 'PUT', `tasks/${task.id}/labels`, labels, {
      'if-match': `"${(current.body as { revision: number }).revision}"`,
    });
    if (saved?.status !== 200) return false;
    acknowledged.revisions.set(task.id, (saved.body as { revision: number }).revision);
  }
  const done = await attempt(token, 'POST', `tasks/${task.id}/${isAnnotation ? 'submit' : 'approve'}`, {});
  if (done?.status === 200) acknowledged.handedOn++;
  return done?.status === 200;
}

/** Every task as the audit trail tells it, from the first event to the last. */
async function replayTrail(admin: string, projectId: string): Promise<Map<string, Record<string, unknown>>> {
  type Event = { subjectId: string; change: Record<string, { after: unknown }> };
  const events: Event[] = [];
  let pageToken = '';
  do {
    const page = await call<{ items: Event[]; nextPageToken?: string }>(
      admin,
      'GET',
      `audit?projectId=${projectId}&limit=200${pageToken}`,
    );
    events.push(...page.items);
    pageToken = page.nextPageToken === undefined ? '' : `&pageToken=${page.nextPageToken}`;
  } while (pageToken !== '');
  const trail = new Map<string, Record<string, unknown>>();
  for (const { subjectId, change } of events.toReversed()) {
    const record = trail.get(subjectId) ?? {};
    for (const [field, { after }] of Object.entries(change)) {
      if (after === null) delete record[field];
      else record[field] = after;
    }
    trail.set(subjectId, record);
  }
  return trail;
}

async function claimAndDo(
  token: string,
  projectId: string,
  stageId: 'annotate' | 'review',
  acknowledged: Acknowledged,
): Promise<boolean> {
  const claimed = await attempt(token, 'POST', 'tasks/claim-next', { projectId, stageId });
  return claimed?.status === 200 && doTask(token, claimed.body as Task, acknowledged);
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

      const taskIds = (await listTasks()).map((task) => task.id);
      for (let round = 0; round < ROUNDS; round++) {
        const state = { isOver: false };
        const work = async (token: string, stage: 'annotate' | 'review') => {
          while (!state.isOver)
            if (!(await claimAndDo(token, projectId, stage, acknowledged))) await sleep(20);
        };
        // A manager changes all of them at once, over and over: each task has its own outcome.
        const manage = async () => {
          for (let priority = round; !state.isOver; priority = (priority + 7) % 101) {
            const action = { operation: 'setPriority', priority };
            const bulk = await attempt(admin, 'POST', 'tasks/bulk', { taskIds, action });
            if (bulk?.status === 200)
              expect((bulk.body as { outcomes: unknown[] }).outcomes).toHaveLength(TASKS);
          }
        };
        const workers = [
          work(annotator, 'annotate'),
          work(annotator, 'annotate'),
          work(reviewer, 'review'),
          manage(),
        ];
        await sleep(80 + ((round * 211) % 400));
        await host.end('SIGKILL');
        state.isOver = true;
        await Promise.all(workers);
        host = await spawnHost(join(root, 'data'));
      }

      let tasks = await listTasks();
      for (let i = 0; i < 100 && tasks.some((task) => task.stageId !== 'complete'); i++) {
        for (const [token, stageId] of [
          [annotator, 'annotate'],
          [reviewer, 'review'],
        ] as const) {
          // What somebody held when the host was killed is still theirs, and in their list.
          const held = tasks.filter((task) => task.stageId === stageId && task.status === 'assigned');
          for (const task of held) await doTask(token, task, acknowledged);
          while (await claimAndDo(token, projectId, stageId, acknowledged));
        }
        tasks = await listTasks();
      }
      expect(tasks.filter((task) => task.stageId !== 'complete')).toEqual([]);
      expect(tasks).toHaveLength(TASKS);
      const counts = await call<{ stages: Record<string, { total: number }> }>(
        admin,
        'GET',
        `projects/${projectId}/counts`,
      );
      expect(counts.stages.complete.total).toBe(TASKS);
      const trail = await replayTrail(admin, projectId);
      for (const task of tasks) expect(trail.get(task.id)).toEqual({ ...task });
      for (const [taskId, revision] of acknowledged.revisions) {
        const labels = await call<{ revision: number }>(admin, 'GET', `tasks/${taskId}/labels`);
        expect(labels.revision).toBeGreaterThanOrEqual(revision);
      }
    },
    90_000 + ROUNDS * 20_000,
  );
});
