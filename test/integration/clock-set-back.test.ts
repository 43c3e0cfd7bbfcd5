import { afterAll, beforeAll, expect, test } from 'vitest';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let ahead = 0;
let world: TaskWorld;
beforeAll(async () => {
  const { workflow } = WORKFLOW_TEMPLATES[0];
  world = await taskWorld(workflow, { now: () => new Date(Date.now() + ahead) });
});
afterAll(() => world.stop());

test('a task that was taken while the clock ran ahead goes back to the queue once it is set back', async () => {
  const taskId = await world.addTask('one.png');
  const ann = await world.as('ann', 'annotator');
  const { projectId, api } = world;
  ahead = 30 * 86_400_000;
  const claimed = await ann('POST', '/v1/tasks/claim-next', { projectId });
  expect(claimed.body).toMatchObject({ id: taskId, status: 'assigned' });
  ahead = 0;
  await api.seams.invoke('sweep-tasks', {});
  expect((await ann('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({ status: 'open' });

  // Taken now, it is left alone.
  await ann('POST', '/v1/tasks/claim-next', { projectId });
  await api.seams.invoke('sweep-tasks', {});
  expect((await ann('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({ status: 'assigned' });
});
