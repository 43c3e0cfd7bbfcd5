import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { moveTask } from '../../shared/workflow/enter-stage.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let world: TaskWorld;
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES.find((one) => one.id === 'consensus')!.workflow);
});
afterAll(() => world.stop());

async function label(name: string, taskId: string, ...ids: string[]): Promise<string> {
  const person = await world.as(name, 'annotator');
  const claimed = await person('POST', '/v1/tasks/claim-next', { projectId: world.projectId });
  expect(claimed.body).toMatchObject({ parentTaskId: taskId, branch: `consensus/${name}` });
  const slotId = claimed.body.id as string;
  const path = `/v1/tasks/${encodeURIComponent(slotId)}`;
  const saved = await person('PUT', `${path}/labels`, world.labels(...ids), { 'if-match': '"0"' });
  expect(saved.status).toBe(200);
  expect((await person('POST', `${path}/submit`)).body.status).toBe('done');
  return slotId;
}

describe('consensus', () => {
  it('three who agree complete the task, with the fused labels on main', async () => {
    const taskId = await world.addTask('same.png');
    await label('ann', taskId, 'a');
    const again = await (
      await world.as('ann')
    )('POST', '/v1/tasks/claim-next', { projectId: world.projectId });
    expect(again.status, 'one person takes one slot of a round').toBe(204);
    await label('ben', taskId, 'b');
    await label('cid', taskId, 'c');
    const admin = world.api.asAdmin;
    expect((await admin('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({
      status: 'done',
      stageId: 'complete',
    });
    const { objects } = (await admin('GET', `/v1/tasks/${taskId}/labels`)).body;
    expect(objects).toHaveLength(1);
    expect(objects[0]).toMatchObject({ source: 'consensus', confidence: 1 });
    const { decisions } = (await admin('GET', `/v1/tasks/${taskId}/route`)).body;
    expect(decisions[0]).toMatchObject({ kind: 'consensus', pathway: 'agreed', inputs: { agreement: 1 } });
    expect((await admin('GET', `/v1/projects/${world.projectId}/counts`)).body.stages.consensus.total).toBe(
      0,
    );
  });

  it('annotators are blind to each other, and a disagreement goes to a reviewer who took no part', async () => {
    const taskId = await world.addTask('different.png');
    await label('ann', taskId, 'a');
    const ben = await world.as('ben');
    const peek = await ben('GET', `/v1/tasks/${taskId}/labels?branch=consensus/ann`);
    expect(peek).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect((await ben('GET', `/v1/tasks/${taskId}/labels/branches`)).body.items).toEqual([]);
    await label('ben', taskId, 'b', 'b2', 'b3');
    await label('cid', taskId);
    expect((await ben('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({
      stageId: 'adjudicate',
      status: 'open',
    });
    const rex = await world.as('rex', 'reviewer');
    expect((await rex('POST', '/v1/tasks/claim-next', { projectId: world.projectId })).body.id).toBe(taskId);
    expect((await rex('GET', `/v1/tasks/${taskId}/labels?branch=consensus/ben`)).body.objects).toHaveLength(
      3,
    );
    await rex('PUT', `/v1/tasks/${taskId}/labels`, world.labels('a', 'b2'), { 'if-match': '"1"' });
    expect((await rex('POST', `/v1/tasks/${taskId}/approve`)).body.status).toBe('done');
    // Two rounds: all three drew the same in the first, and nobody anything in common in the second.
    const { people } = (await world.api.asAdmin('GET', `/v1/projects/${world.projectId}/numbers`)).body;
    const agreementOf = (userId: string) =>
      people.find((one: { userId: string }) => one.userId === userId).agreement;
    expect(agreementOf('ann')).toBeLessThan(1);
    expect(agreementOf('ann')).toBeGreaterThanOrEqual(agreementOf('ben'));
    expect(agreementOf('rex')).toBeNull();
  });

  it('a round whose task was moved away, by a request that died in between, is closed by whoever comes next', async () => {
    const taskId = await world.addTask('moved.png');
    const tasks = taskStore(world.api.store);
    const complete = { id: 'complete', kind: 'complete' as const };
    const told = { actor: 'mia', action: 'task.moved' };
    await tasks.change(taskId, (task) => moveTask(task, complete, new Date()), told);
    const [first] = await tasks.listSlots(taskId);
    const dan = await world.as('dan', 'annotator');
    const late = await dan('POST', `/v1/tasks/${encodeURIComponent(first.id)}/claim`);
    expect(late).toMatchObject({ status: 409, body: { code: 'wrong-stage' } });
    expect(late.body.detail).toMatch(/round is over/);
    expect((await dan('POST', '/v1/tasks/claim-next', { projectId: world.projectId })).status).toBe(204);
    expect((await tasks.listSlots(taskId)).map(({ status }) => status)).toEqual([
      'archived',
      'archived',
      'archived',
    ]);
  });

  it('a place that was put aside is found by a manager, and given to somebody else', async () => {
    const { projectId } = world;
    const taskId = await world.addTask('skipped.png');
    const dan = await world.as('dan', 'annotator');
    const slot = (await dan('POST', '/v1/tasks/claim-next', { projectId })).body;
    await dan('POST', `/v1/tasks/${encodeURIComponent(slot.id)}/skip`, { reason: 'Blurred' });
    const aside = await world.api.asAdmin('GET', `/v1/tasks?projectId=${projectId}&status=skipped`);
    expect(aside.body.items).toMatchObject([{ id: slot.id, parentTaskId: taskId }]);
    const released = await world.api.asAdmin('POST', '/v1/tasks/bulk', {
      taskIds: [slot.id],
      action: { operation: 'release' },
    });
    expect(released.body.outcomes).toMatchObject([{ ok: true, task: { status: 'open' } }]);
    await label('ann', taskId, 'a');
    await label('ben', taskId, 'a');
    await label('cid', taskId, 'a');
    expect((await world.api.asAdmin('GET', `/v1/tasks/${taskId}`)).body.status).toBe('done');
  });

  it('a place that a manager gives is labelled on the branch of whom it was given to, one each', async () => {
    const taskId = await world.addTask('given.png');
    const [ann, ben] = [await world.as('ann'), await world.as('ben')];
    const [first, second] = await taskStore(world.api.store).listSlots(taskId);
    const path = (slot: { id: string }) => `/v1/tasks/${encodeURIComponent(slot.id)}`;
    const give = (slot: { id: string }, userId: string) =>
      world.api.asAdmin('POST', `${path(slot)}/manage`, { operation: 'assign', userId });
    // Ben had it, and has begun.
    await ben('POST', `${path(first)}/claim`);
    await ben('PUT', `${path(first)}/labels`, world.labels('of-ben'), { 'if-match': '"0"' });
    expect((await give(first, 'ann')).body).toMatchObject({ assigneeId: 'ann', branch: 'consensus/ann' });
    const saved = await ann('PUT', `${path(first)}/labels`, world.labels('of-ann'), { 'if-match': '"0"' });
    expect(saved.body).toMatchObject({ branch: 'consensus/ann', revision: 1 });
    expect(await give(second, 'ann')).toMatchObject({ status: 409, body: { code: 'slot-taken' } });
    // Whose place was given away takes another, and finds what was drawn.
    const again = await ben('POST', '/v1/tasks/claim-next', { projectId: world.projectId });
    expect(again.body).toMatchObject({ parentTaskId: taskId, branch: 'consensus/ben' });
    const kept = (await ben('GET', `${path(again.body)}/labels`)).body.objects as { id: string }[];
    expect(kept.map(({ id }) => id)).toEqual(['of-ben']);
    await ben('POST', `${path(again.body)}/submit`);
    await ann('POST', `${path(first)}/submit`);
    await label('cid', taskId, 'a');
    expect((await world.api.asAdmin('GET', `/v1/tasks/${taskId}`)).body.status).toBe('done');
  });
});
