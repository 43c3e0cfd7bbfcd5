import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import type { Answer, Call } from '../support/start-api.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let world: TaskWorld;
let ben: Call;
let rex: Call;
let leavers = 0;
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES.find(({ id }) => id === 'simple-review')!.workflow);
  ben = await world.as('ben', 'annotator');
  rex = await world.as('rex', 'reviewer');
});
afterAll(() => world.stop());

const task = async (id: string): Promise<Answer['body']> =>
  (await world.api.asAdmin('GET', `/v1/tasks/${id}`)).body;

/** Somebody with a task in hand, one that a manager gave them, one sent back to them, and one that is being reviewed. */
async function someoneAtWork() {
  const name = `leaver-${leavers++}`;
  const call = await world.as(name, 'annotator');
  const submitted = async (image: string) => {
    const id = await world.addTask(`${name}-${image}.png`);
    await call('POST', `/v1/tasks/${id}/claim`);
    await call('PUT', `/v1/tasks/${id}/labels`, world.labels('a'), { 'if-match': '"0"' });
    await call('POST', `/v1/tasks/${id}/submit`);
    await rex('POST', `/v1/tasks/${id}/claim`);
    return id;
  };
  const reject = (id: string) =>
    rex('POST', `/v1/tasks/${id}/reject`, { reasons: [{ reason: 'Loose outline' }] });
  const returned = await submitted('returned');
  await reject(returned);
  const reviewed = await submitted('reviewed');
  const held = await world.addTask(`${name}-held.png`);
  await call('POST', `/v1/tasks/${held}/claim`);
  const given = await world.addTask(`${name}-given.png`);
  await world.api.asAdmin('POST', `/v1/tasks/${given}/manage`, { operation: 'assign', userId: name });
  return { name, held, given, returned, reviewed, reject };
}

const ways: [string, (name: string) => Promise<Answer>][] = [
  ['leave the project', (name) => world.api.asAdmin('DELETE', `/v1/members/${world.projectId}/${name}`)],
  [
    'only review from now on',
    (name) => world.api.asAdmin('PUT', `/v1/members/${world.projectId}/${name}`, { role: 'reviewer' }),
  ],
  [
    'have their account closed',
    (name) => world.api.asAdmin('PATCH', `/v1/users/${name}`, { disabled: true }),
  ],
];

it.each(ways)('what waits for people who %s is free for others, with its labels', async (_, leave) => {
  const { name, held, given, returned, reviewed, reject } = await someoneAtWork();
  expect((await task(returned)).assigneeId).toBe(name);
  expect((await leave(name)).status).toBeLessThan(300);
  for (const id of [held, given]) expect(await task(id)).toMatchObject({ status: 'open' });
  // What is rejected from now on waits for nobody in particular.
  await reject(reviewed);
  for (const id of [returned, reviewed]) {
    const found = await task(id);
    expect(found).toMatchObject({ status: 'reopened', stageId: 'annotate', labelRevision: 1 });
    expect(found.assigneeId).toBeUndefined();
  }
  const taken = new Set<string>();
  for (;;) {
    const { status, body } = await ben('POST', '/v1/tasks/claim-next', { projectId: world.projectId });
    if (status === 204) break;
    taken.add(body.id);
    await world.api.asAdmin('POST', `/v1/tasks/${body.id}/manage`, {
      operation: 'move',
      stageId: 'complete',
    });
  }
  expect(taken).toEqual(new Set([held, given, returned, reviewed]));
});

it('a change of role leaves people what they may still work on', async () => {
  const { name, held, returned } = await someoneAtWork();
  await world.api.asAdmin('PUT', `/v1/members/${world.projectId}/${name}`, { role: 'annotatorReviewer' });
  expect(await task(held)).toMatchObject({ status: 'assigned', assigneeId: name });
  expect(await task(returned)).toMatchObject({ status: 'reopened', assigneeId: name });
});
