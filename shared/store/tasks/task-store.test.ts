import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamo } from '../../../test/support/start-dynamo.ts';
import type { TestDynamo } from '../../../test/support/start-dynamo.ts';
import { NotFound } from '../../errors.ts';
import { deriveId } from '../../ids.ts';
import { parkTask } from '../../workflow/enter-stage.ts';
import { claimTask, leaveStage, setPriority } from '../../workflow/task-transitions.ts';
import type { Task } from '../../workflow/task.ts';
import { auditStore } from '../audit-store.ts';
import { claimNextTask, peekNextTask } from './claim-next-task.ts';
import { keys } from '../keys.ts';
import { routeStore } from '../route-store.ts';
import type { TableAccess } from '../table/table-access.ts';
import { taskStore } from './task-store.ts';

let dynamo: TestDynamo;
let access: TableAccess;
beforeAll(async () => {
  dynamo = await startDynamo();
  access = { client: dynamo.client, table: dynamo.table, now: () => new Date() };
});
afterAll(() => dynamo.stop());

const annotate = { id: 'annotate', kind: 'annotate' as const };
const told = { actor: 'system', action: 'task.parked' };

async function openTask(projectId: string, name: string, priority = 50): Promise<Task> {
  const tasks = taskStore(access);
  const { task } = await tasks.create(
    {
      id: `${projectId}.${deriveId(projectId, name)}`,
      projectId,
      assetId: `d.${name}`,
      datasetId: 'd',
      imageName: name,
      stageId: 'start',
      stageKind: 'start',
      status: 'advancing',
      outcome: 'next',
      priority,
      labelRevision: 0,
      workflowId: 'w',
      workflowRevision: 1,
      contributors: [],
      classIds: [],
      consensusRound: 0,
      activeSeconds: 0,
    },
    { actor: 'system', action: 'task.created' },
  );
  return (await tasks.change(task.id, (one) => parkTask(one, annotate, access.now()), told)).after;
}

const next = (projectId: string, userId: string) =>
  claimNextTask(access, taskStore(access), {
    projectId,
    stageIds: ['annotate'],
    userId,
    leaseSeconds: 600,
    mayTake: () => true,
  });

describe('tasks', () => {
  it('creating one twice is harmless', async () => {
    const tasks = taskStore(access);
    const task = await openTask('twice', 'a');
    const again = await tasks.create(task, { actor: 'system', action: 'task.created' });
    expect(again).toMatchObject({ created: false, task: { status: 'open' } });
    expect(await tasks.counts('twice')).toEqual({ annotate: { open: 1 }, start: {} });
    await expect(tasks.get('twice.missing')).rejects.toThrow(NotFound);
  });

  it('the counters follow a task through its whole way', async () => {
    const tasks = taskStore(access);
    const task = await openTask('counted', 'a');
    const now = access.now();
    await tasks.change(task.id, (one) => claimTask(one, 'ada', now, 60), {
      actor: 'ada',
      action: 'task.claimed',
    });
    expect(await tasks.counts('counted')).toMatchObject({ annotate: { assigned: 1 } });
    await tasks.change(task.id, (one) => leaveStage(one, { userId: 'ada', outcome: 'submitted' }, now), {
      actor: 'ada',
      action: 'task.submitted',
    });
    await tasks.change(task.id, (one) => parkTask(one, { id: 'end', kind: 'complete' }, now), told);
    expect(await tasks.counts('counted')).toEqual({ start: {}, annotate: {}, end: { done: 1 } });
  });

  it('the audit trail replays to the stored task', async () => {
    const task = await openTask('audited', 'a');
    const tasks = taskStore(access);
    await tasks.change(task.id, (one) => setPriority(one, 90), { actor: 'eve', action: 'task.prioritised' });
    const replayed: Record<string, unknown> = {};
    for await (const event of auditStore(access).replay('audited')) {
      for (const [field, { after }] of Object.entries(event.change)) {
        if (after === null) delete replayed[field];
        else replayed[field] = after;
      }
    }
    expect(replayed).toEqual(JSON.parse(JSON.stringify(await tasks.get(task.id))));
    const page = await auditStore(access).list({ projectId: 'audited', limit: 1 });
    expect(page.items[0]).toMatchObject({ actor: 'eve', change: { priority: { before: 50, after: 90 } } });
  });
});

describe('claim next', () => {
  it('gives what was looked at ahead, when it is still among the next ones', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) await openTask('ahead', name);
    const request = { projectId: 'ahead', stageIds: ['annotate'], userId: 'ada', mayTake: () => true };
    for (let i = 0; i < 6; i++) {
      const ahead = await peekNextTask(access, taskStore(access), request);
      expect(ahead?.status).toBe('open');
      const claim = { ...request, leaseSeconds: 600, preferredTaskId: ahead?.id };
      expect((await claimNextTask(access, taskStore(access), claim))?.id).toBe(ahead?.id);
    }
    const gone = { ...request, leaseSeconds: 600, preferredTaskId: 'ahead.gone' };
    expect(await claimNextTask(access, taskStore(access), gone)).toMatchObject({ status: 'assigned' });
  });

  it('takes the highest band first, then the oldest', async () => {
    await openTask('bands', 'old');
    await openTask('bands', 'new');
    await openTask('bands', 'urgent', 80);
    const order: (string | undefined)[] = [];
    for (const user of ['a', 'b', 'c', 'd']) order.push((await next('bands', user))?.imageName);
    expect(order[0]).toBe('urgent');
    expect(new Set(order.slice(1, 3))).toEqual(new Set(['new', 'old']));
    expect(order[3]).toBeUndefined();
  });

  it('never gives one task to two of fifty people who ask at once', async () => {
    for (let i = 0; i < 60; i++) await openTask('crowd', String(i));
    const claimed = await Promise.all(Array.from({ length: 50 }, (_, i) => next('crowd', `user${i}`)));
    const ids = claimed.map((task) => task?.id);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(50);
    expect(await taskStore(access).counts('crowd')).toMatchObject({ annotate: { open: 10, assigned: 50 } });
  });
});

describe('the turns of a percentage router', () => {
  const turn = (taskId: string) => ({
    projectId: 'r',
    taskId,
    stageId: 'split',
    workflowId: 'w',
    workflowRevision: 1,
  });
  const decision = (taskId: string) => ({
    taskId,
    stageId: 'split',
    workflowId: 'w',
    workflowRevision: 1,
    kind: 'percentageRouter' as const,
    pathway: 'a',
    inputs: {},
    at: new Date().toISOString(),
  });

  it('are given out once each to fifty tasks at once', async () => {
    const routes = routeStore(access);
    const turns = await Promise.all(Array.from({ length: 50 }, (_, i) => routes.takeTurn(turn(`r.t${i}`))));
    const ordinals = turns.map((one) => ('ordinal' in one ? one.ordinal : -1)).toSorted((a, b) => a - b);
    expect(ordinals).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('stay with their task through crashes before and after the decision', async () => {
    const routes = routeStore(access);
    const first = await routes.takeTurn(turn('r.crash'));
    expect(await routes.takeTurn(turn('r.crash'))).toEqual(first);
    await routes.settle(decision('r.crash'), 'r');
    expect(await routes.takeTurn(turn('r.crash'))).toMatchObject({ decision: { pathway: 'a' } });
    const second = await routes.settle({ ...decision('r.crash'), pathway: 'b' }, 'r');
    expect(second.pathway).toBe('a');
    const after = await routes.takeTurn(turn('r.after'));
    expect('ordinal' in after && 'ordinal' in first && after.ordinal - first.ordinal).toBe(1);
  });
});

describe('keys', () => {
  it('put a task and its counters into the same shard', () => {
    expect(keys.counts('p', 'p.t', 's').pk.slice(-2)).toBe(keys.task('p.t').pk.slice(-2));
  });
});
