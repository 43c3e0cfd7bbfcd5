import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sweepTasks } from '../../functions/sweep-tasks/sweep-tasks.ts';
import { diskBlobs } from '../../shared/blobs/disk-blobs.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { LapidaryError } from '../../shared/errors.ts';
import { auditStore } from '../../shared/store/audit-store.ts';
import { claimNextTask } from '../../shared/store/claim-next-task.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { routeStore } from '../../shared/store/route-store.ts';
import { taskStore } from '../../shared/store/task-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import { worklogStore } from '../../shared/store/worklog-store.ts';
import { agreementStore } from '../../shared/store/agreement-store.ts';
import { leaveStage, rejectTask } from '../../shared/workflow/task-transitions.ts';
import type { Task } from '../../shared/workflow/task.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { advanceDirectly } from '../support/advance-directly.ts';
import { Crash, crashingClient } from '../support/crashing-client.ts';
import { startDynamo } from '../support/start-dynamo.ts';
import type { TestDynamo } from '../support/start-dynamo.ts';

let dynamo: TestDynamo;
let folder: string;
let blobs: Blobs;
beforeAll(async () => {
  dynamo = await startDynamo();
  folder = await mkdtemp(join(tmpdir(), 'lapidary-crash-'));
  blobs = diskBlobs({ folder, secret: new Uint8Array(32), origin: () => 'http://127.0.0.1' });
  const { workflow } = WORKFLOW_TEMPLATES.find((one) => one.id === 'expert-review')!;
  const access = { client: dynamo.client, table: dynamo.table, now: () => new Date() };
  await workflowStore(access).create({ id: 'w', name: 'w', content: workflow, by: 'x' });
});
afterAll(async () => {
  await dynamo.stop();
  await rm(folder, { recursive: true });
});

let clock = Date.now();
const world = (client: DynamoDBDocumentClient) => {
  const access = { client, table: dynamo.table, now: () => new Date((clock += 1)) };
  return {
    access,
    tasks: taskStore(access),
    routes: routeStore(access),
    workflows: workflowStore(access),
    labels: labelStore({ ...access, blobs }),
    worklog: worklogStore(access),
    agreement: agreementStore(access),
    now: access.now,
  };
};
type World = ReturnType<typeof world>;

async function addTask(w: World, projectId: string, n: number): Promise<void> {
  const id = `${projectId}.t${n}`;
  const start = {
    stageId: 'start',
    stageKind: 'start' as const,
    status: 'advancing' as const,
    outcome: 'next',
  };
  const counted = {
    priority: 50,
    labelRevision: 0,
    consensusRound: 0,
    activeSeconds: 0,
    workflowId: 'w',
    workflowRevision: 1,
  };
  const of = {
    id,
    projectId,
    assetId: `d.${n}`,
    datasetId: 'd',
    imageName: `${n}`,
    contributors: [],
    classIds: [],
  };
  await w.tasks.create({ ...of, ...start, ...counted }, { actor: 'system', action: 'task.created' });
  await advanceDirectly(id, w);
}

/** One person takes a task and hands it on, as the API does: save, leave, advance. */
async function work(w: World, projectId: string, stageIds: string[], userId: string, isRejecting: boolean) {
  const mayTake = (task: Task) => task.stageKind === 'annotate' || !task.contributors.includes(userId);
  const task = await claimNextTask(w.access, w.tasks, {
    projectId,
    stageIds,
    userId,
    leaseSeconds: 60,
    mayTake,
  });
  if (!task) return;
  const head = await w.labels.head(task.id, 'main');
  if (task.stageKind === 'annotate') {
    const content = { objects: [], classifications: [] };
    await w.labels.save({
      taskId: task.id,
      branch: 'main',
      baseRevision: head?.revision ?? 0,
      content,
      by: userId,
    });
  }
  const outcome = task.stageKind === 'annotate' ? 'submitted' : isRejecting ? 'rejected' : 'approved';
  const leaving = { userId, outcome, hasContributed: outcome === 'submitted' };
  const settle = (one: Task): Task =>
    one.rejection
      ? {
          ...one,
          rejection: {
            ...one.rejection,
            reasons: one.rejection.reasons.map((r) => ({ ...r, resolved: true })),
          },
        }
      : one;
  const transition = (one: Task) =>
    outcome === 'rejected'
      ? rejectTask(one, leaving, [{ reason: 'Loose', resolved: false }], w.now())
      : leaveStage(settle(one), leaving, w.now());
  await w.tasks.change(task.id, transition, { actor: userId, action: `task.${outcome}` });
  await advanceDirectly(task.id, w);
}

const step = fc.record({
  kind: fc.constantFrom('add', 'annotate', 'annotate', 'review', 'reject'),
  user: fc.integer({ min: 0, max: 4 }),
  crash: fc.option(fc.record({ write: fc.integer({ min: 1, max: 9 }), isStored: fc.boolean() }), { freq: 2 }),
});

it('no crash between any two writes loses a task, a label, a count or a place in the split', async () => {
  const clean = world(dynamo.client);
  let run = 0;
  const property = fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (steps) => {
    const projectId = `crash${run++}`;
    let n = 0;
    for (const { kind, user, crash } of steps) {
      const w = crash ? world(crashingClient(dynamo.client, crash)) : clean;
      try {
        if (kind === 'add') await addTask(w, projectId, n++);
        else if (kind === 'annotate') await work(w, projectId, ['annotate'], `a${user}`, false);
        else await work(w, projectId, ['review', 'expert'], `r${user}`, kind === 'reject');
      } catch (error) {
        if (!(error instanceof Crash) && !(error instanceof LapidaryError)) throw error;
      }
    }
    // The host comes back, an hour later: everything on the move is driven on, every hold has run out.
    const machines = {
      startSync: async (_: string, input: unknown) =>
        advanceDirectly((input as Task & { taskId: string }).taskId, clean),
    };
    clock += 3_600_000;
    const swept = await sweepTasks(
      { olderThanSeconds: 0 },
      { tasks: clean.tasks, machines, now: clean.now, log: console },
    );
    expect(swept.failed).toBe(0);

    const { items } = await clean.tasks.list({ projectId, limit: 500 });
    const counted: Record<string, Record<string, number>> = {};
    const replayed = new Map<string, Record<string, unknown>>();
    for await (const event of auditStore(clean.access).replay(projectId)) {
      const record = replayed.get(event.subjectId) ?? {};
      for (const [field, { after }] of Object.entries(event.change)) record[field] = after ?? undefined;
      replayed.set(event.subjectId, record);
    }
    const split: Record<string, number> = { review: 0, expert: 0, pass: 0 };
    let routed = 0;
    for (const task of items) {
      expect(['open', 'reopened', 'done']).toContain(task.status);
      expect(['annotate', 'review', 'expert', 'complete']).toContain(task.stageId);
      (counted[task.stageId] ??= {})[task.status] ??= 0;
      counted[task.stageId][task.status]++;
      expect(JSON.parse(JSON.stringify(replayed.get(task.id)))).toEqual(JSON.parse(JSON.stringify(task)));
      if (task.stageId !== 'annotate')
        expect(
          task.labelRevision + ((await clean.labels.head(task.id, 'main'))?.revision ?? 0),
        ).toBeGreaterThan(0);
      const [decision] = await clean.routes.list(task.id);
      if (!decision) continue;
      routed++;
      split[decision.pathway]++;
    }
    const stored = await clean.tasks.counts(projectId);
    for (const [stage, statuses] of Object.entries(stored)) expect(statuses).toEqual(counted[stage] ?? {});
    for (const [pathway, share] of [
      ['review', 0.7],
      ['expert', 0.2],
      ['pass', 0.1],
    ] as const) {
      expect(Math.abs(split[pathway] - routed * share)).toBeLessThan(1);
    }
  });
  await fc.assert(property, { numRuns: Number(process.env.LAPIDARY_CRASH_RUNS ?? 4) });
}, 120_000);
