import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../../test/support/task-world.ts';
import type { TaskWorld } from '../../test/support/task-world.ts';
import { followPathway } from '../follow-pathway/follow-pathway.ts';
import { advanceDeps } from './advance-deps.ts';
import { parkAt } from './park-at.ts';

let world: TaskWorld;
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES.find(({ id }) => id === 'simple-review')!.workflow);
});
afterAll(() => world.stop());

it('a move that was overtaken leaves the task alone, also when it is on its way again', async () => {
  const deps = advanceDeps({ TABLE_NAME: world.api.store.table }, { store: world.api.store });
  const taskId = await world.addTask('late.png');
  const ada = await world.as('ada', 'annotator');
  const rex = await world.as('rex', 'reviewer');
  const machine = world.api.deps.workflows;
  const stopped = { ...machine, startSync: () => Promise.reject(new Error('The machine is away.')) };

  await ada('POST', `/v1/tasks/${taskId}/claim`);
  world.api.deps.workflows = stopped;
  expect((await ada('POST', `/v1/tasks/${taskId}/submit`)).body.status).toBe('advancing');
  const late = await followPathway({ taskId }, deps);
  expect(late).toMatchObject({ kind: 'review' });
  // Another run brings it to its review, where it is rejected: it is on its way to somewhere else.
  await machine.startSync('advance-task', { taskId });
  await rex('POST', `/v1/tasks/${taskId}/claim`);
  const reasons = [{ reason: 'Empty' }];
  const before = (await rex('POST', `/v1/tasks/${taskId}/reject`, { reasons })).body;
  expect(before).toMatchObject({ status: 'advancing', outcome: 'rejected' });

  await parkAt(late, deps);
  expect((await rex('GET', `/v1/tasks/${taskId}`)).body).toEqual(before);
  await machine.startSync('advance-task', { taskId });
  expect((await ada('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({
    stageId: 'annotate',
    status: 'reopened',
    assigneeId: 'ada',
  });
});
