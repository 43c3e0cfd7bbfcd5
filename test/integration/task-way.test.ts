import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabelContent } from '../../shared/labels/label-document.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

const template = (id: string) => structuredClone(WORKFLOW_TEMPLATES.find((one) => one.id === id)!.workflow);

let world: TaskWorld;
let clock = Date.now();
beforeAll(async () => {
  world = await taskWorld(template('simple-review'), { now: () => new Date((clock += 3)) });
});
afterAll(() => world.stop());

describe('the way of a task', () => {
  it('is labelled, rejected, corrected and approved by API calls alone', async () => {
    const { projectId } = world;
    const ada = await world.as('ada', 'annotator');
    const rex = await world.as('rex', 'reviewer');
    const taskId = await world.addTask('one.png');

    const claimed = await ada('POST', '/v1/tasks/claim-next', { projectId });
    expect(claimed).toMatchObject({
      status: 200,
      body: { id: taskId, status: 'assigned', assigneeId: 'ada' },
    });
    expect((await ada('POST', '/v1/tasks/claim-next', { projectId })).status).toBe(204);

    const saved = await ada('PUT', `/v1/tasks/${taskId}/labels`, world.labels('a', 'b'), {
      'if-match': '"0"',
    });
    expect(saved).toMatchObject({ status: 200, body: { revision: 1 } });
    const stale = await ada('PUT', `/v1/tasks/${taskId}/labels`, world.labels('c'), { 'if-match': '"0"' });
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale-revision' } });
    expect(stale.body.details.current.objects).toHaveLength(2);

    const submitted = await ada('POST', `/v1/tasks/${taskId}/submit`);
    expect(submitted).toMatchObject({
      status: 200,
      body: { stageId: 'review', status: 'open', labelRevision: 1 },
    });

    expect((await rex('POST', '/v1/tasks/claim-next', { projectId })).body.id).toBe(taskId);
    const edit = await rex('PUT', `/v1/tasks/${taskId}/labels`, world.labels(), { 'if-match': '"1"' });
    expect(edit.body.code).toBe('wrong-stage');
    const review = await rex('PUT', `/v1/tasks/${taskId}/review`, {
      decisions: [
        { objectId: 'a', decision: 'approved' },
        { objectId: 'b', decision: 'rejected', reason: 'Loose outline' },
      ],
    });
    expect(review.status).toBe(200);
    // Strict: the task stays until the reviewer ends it.
    expect((await rex('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({
      stageId: 'review',
      status: 'assigned',
    });
    const rejected = await rex('POST', `/v1/tasks/${taskId}/reject`, {});
    expect(rejected.body).toMatchObject({ stageId: 'annotate', status: 'reopened', assigneeId: 'ada' });
    expect(rejected.body.rejection.reasons).toEqual([
      { objectId: 'b', reason: 'Loose outline', resolved: false },
    ]);

    // It returns to its annotator first: nobody else is given it.
    const bob = await world.as('bob', 'annotator');
    expect((await bob('POST', '/v1/tasks/claim-next', { projectId })).status).toBe(204);
    expect((await ada('POST', '/v1/tasks/claim-next', { projectId })).body.id).toBe(taskId);
    expect((await ada('POST', `/v1/tasks/${taskId}/submit`)).body.code).toBe('unresolved-rejection');
    await ada('PUT', `/v1/tasks/${taskId}/labels`, world.labels('a', 'b2'), { 'if-match': '"1"' });
    await ada('POST', `/v1/tasks/${taskId}/resolve`, { reasons: [{ index: 0, resolved: true }] });
    expect((await ada('POST', `/v1/tasks/${taskId}/submit`)).body).toMatchObject({
      stageId: 'review',
      labelRevision: 2,
    });

    await rex('POST', '/v1/tasks/claim-next', { projectId });
    expect((await rex('POST', `/v1/tasks/${taskId}/approve`)).body).toMatchObject({
      stageId: 'complete',
      status: 'done',
    });

    const { body } = await rex('GET', `/v1/tasks/${taskId}/route`);
    expect(body.hops.map((hop: { text: string }) => hop.text)).toEqual([
      'The image arrived and its task started. So it came to “Annotate”.',
      'ada submitted it from “Annotate”. So it came to “Review”.',
      'rex rejected it in “Review” (Loose outline). So it came to “Annotate”.',
      'ada submitted it from “Annotate”. So it came to “Review”.',
      'rex approved it in “Review”. So it came to “Complete”.',
    ]);
    const counts = await rex('GET', `/v1/projects/${projectId}/counts`);
    expect(counts.body.stages.complete).toMatchObject({ done: 1, total: 1 });
    expect((await rex('GET', `/v1/tasks/${taskId}/reviews`)).body.items).toHaveLength(2);

    const numbers = (await world.api.asAdmin('GET', `/v1/projects/${projectId}/numbers`)).body;
    const [adaNumbers, rexNumbers] = numbers.people;
    expect(adaNumbers).toMatchObject({ userId: 'ada', tasks: 2, objects: 4, rejectionRate: 0.5 });
    expect(rexNumbers).toMatchObject({ userId: 'rex', tasks: 2 });
    expect(numbers.burndown).toMatchObject([{ ended: 1, remaining: 0 }]);
    const csv = (await world.api.asAdmin('GET', `/v1/projects/${projectId}/numbers.csv`)).body as string;
    expect(csv.split('\r\n')[1]).toMatch(/^\d{4}-\d\d-\d\d,ada,annotate,2,4,/);
    expect((await ada('GET', `/v1/projects/${projectId}/numbers`)).body.code).toBe('not-allowed');
  });

  it('nobody reviews their own work, in any loop', async () => {
    const { projectId } = world;
    const eve = await world.as('eve', 'annotatorReviewer');
    const taskId = await world.addTask('own.png');
    await eve('POST', `/v1/tasks/${taskId}/claim`);
    await eve('PUT', `/v1/tasks/${taskId}/labels`, world.labels('a'), { 'if-match': '"0"' });
    await eve('POST', `/v1/tasks/${taskId}/submit`);
    expect((await eve('POST', '/v1/tasks/claim-next', { projectId })).status).toBe(204);
    expect(await eve('POST', `/v1/tasks/${taskId}/claim`)).toMatchObject({
      status: 403,
      body: { code: 'self-review' },
    });
    // A manager cannot assign it to them either.
    const assigned = await world.api.asAdmin('POST', `/v1/tasks/${taskId}/manage`, {
      operation: 'assign',
      userId: 'eve',
    });
    expect(assigned.body.code).toBe('self-review');
  });

  it('a hold that has run out goes back to the queue with its labels, and its holder is told', async () => {
    const ada = await world.as('ada');
    const taskId = await world.addTask('left.png');
    await ada('POST', `/v1/tasks/${taskId}/claim`);
    await ada('PUT', `/v1/tasks/${taskId}/labels`, world.labels('kept'), { 'if-match': '"0"' });
    clock += 14 * 60_000;
    expect((await ada('POST', `/v1/tasks/${taskId}/heartbeat`)).status).toBe(200);
    clock += 14 * 60_000;
    await world.api.seams.invoke('sweep-tasks', {});
    expect((await ada('GET', `/v1/tasks/${taskId}`)).body.status).toBe('assigned');
    clock += 2 * 60_000;
    await world.api.seams.invoke('sweep-tasks', {});
    expect((await ada('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({ status: 'open' });
    expect((await ada('POST', `/v1/tasks/${taskId}/submit`)).body.code).toBe('lease-expired');
    const bob = await world.as('bob');
    expect((await bob('POST', `/v1/tasks/${taskId}/claim`)).status).toBe(200);
    expect((await bob('GET', `/v1/tasks/${taskId}/labels`)).body.objects).toHaveLength(1);
    expect((await ada('POST', `/v1/tasks/${taskId}/heartbeat`)).body.code).toBe('not-holder');
  });

  it('managers assign, move, prioritise, skip and reopen, many at once, with an outcome for each', async () => {
    const { projectId, api } = world;
    const mia = await world.as('mia', 'teamManager');
    const ids = [await world.addTask('m1.png'), await world.addTask('m2.png'), await world.addTask('m3.png')];
    const bulk = (action: object, taskIds = ids) => mia('POST', '/v1/tasks/bulk', { taskIds, action });
    const raised = await bulk({ operation: 'setPriority', priority: 95 }, [...ids, `${projectId}.missing`]);
    expect(raised.body.outcomes.map((one: { ok: boolean }) => one.ok)).toEqual([true, true, true, false]);
    expect(raised.body.outcomes[3].code).toBe('not-found');
    const ada = await world.as('ada');
    expect(ids).toContain((await ada('POST', '/v1/tasks/claim-next', { projectId })).body.id);
    await bulk({ operation: 'assign', userId: 'bob' });
    const bob = await world.as('bob');
    const mine = await bob('GET', `/v1/tasks?projectId=${projectId}&assigneeId=bob&limit=10`);
    expect(mine.body.items.length).toBeGreaterThanOrEqual(3);
    await bulk({ operation: 'move', stageId: 'complete' });
    expect((await mia('GET', `/v1/tasks/${ids[0]}`)).body.status).toBe('done');
    await bulk({ operation: 'reopen' });
    expect((await mia('GET', `/v1/tasks/${ids[0]}`)).body).toMatchObject({
      stageId: 'annotate',
      status: 'reopened',
    });
    expect((await bulk({ operation: 'reopen' })).body.outcomes[0].code).toBe('wrong-task-status');
    expect((await ada('POST', `/v1/tasks/${ids[0]}/manage`, { operation: 'release' })).body.code).toBe(
      'not-allowed',
    );
    await api.asAdmin('PATCH', `/v1/projects/${projectId}`, { status: 'paused' });
    expect((await ada('POST', '/v1/tasks/claim-next', { projectId })).body.code).toBe('project-paused');
    await api.asAdmin('PATCH', `/v1/projects/${projectId}`, { status: 'active' });
  });

  it('a reviewer judges many waiting tasks at once, and keeps none that could not be', async () => {
    const { api } = world;
    const [ada, rex] = [await world.as('ada'), await world.as('rex')];
    const ids = [await world.addTask('j1.png'), await world.addTask('j2.png'), await world.addTask('j3.png')];
    for (const id of ids) {
      await ada('POST', `/v1/tasks/${id}/claim`);
      await ada('PUT', `/v1/tasks/${id}/labels`, world.labels('a'), { 'if-match': '"0"' });
      await ada('POST', `/v1/tasks/${id}/submit`);
    }
    const bulk = (call: typeof rex, action: object, taskIds = ids) =>
      call('POST', '/v1/tasks/bulk', { taskIds, action }).then(({ body }) => body.outcomes);
    expect(await bulk(ada, { operation: 'approve' })).toMatchObject(ids.map(() => ({ code: 'not-allowed' })));
    // The class is gone: these labels cannot be approved as they are.
    const broken = {
      objects: [{ ...(world.labels('a') as { objects: object[] }).objects[0], classId: 'x' }],
    };
    const labels = labelStore({ ...api.store, blobs: api.blobs });
    await labels.save({
      taskId: ids[2],
      branch: 'main',
      baseRevision: 1,
      by: 'x',
      content: LabelContent.parse({ ...broken, classifications: [] }),
    });
    expect(await bulk(rex, { operation: 'approve' })).toMatchObject([
      { ok: true, task: { status: 'done' } },
      { ok: true, task: { status: 'done' } },
      { ok: false, code: 'invalid-input' },
    ]);
    expect((await rex('GET', `/v1/tasks/${ids[2]}`)).body).toMatchObject({
      stageId: 'review',
      status: 'open',
    });
    const reasons = [{ reason: 'Loose outline' }];
    expect(await bulk(rex, { operation: 'reject', reasons }, [ids[2]])).toMatchObject([
      { ok: true, task: { stageId: 'annotate', status: 'reopened', assigneeId: 'ada' } },
    ]);
    await api.asAdmin('POST', `/v1/tasks/${ids[2]}/manage`, { operation: 'move', stageId: 'complete' });
  });

  it('what a reviewer edits is to be decided again, what they draw is approved', async () => {
    const workflow = template('simple-review');
    for (const stage of workflow.stages) if (stage.kind === 'review') stage.settings.editLabels = true;
    const { projectId, addTask } = await world.newProject(workflow);
    const ada = await world.as('ada', 'annotator', projectId);
    const rex = await world.as('rex', 'reviewer', projectId);
    const taskId = await addTask('mended.png');
    const path = `/v1/tasks/${taskId}`;
    const { objects } = world.labels('kept', 'moved', 'gone', 'open') as { objects: { id: string }[] };
    await ada('POST', `${path}/claim`);
    await ada('PUT', `${path}/labels`, { objects }, { 'if-match': '"0"' });
    await ada('POST', `${path}/submit`);
    await rex('POST', `${path}/claim`);
    const decisions = [
      { objectId: 'kept', decision: 'approved' },
      { objectId: 'moved', decision: 'rejected', reason: 'Loose outline' },
      { objectId: 'gone', decision: 'rejected', reason: 'Not a stone' },
    ];
    await rex('PUT', `${path}/review`, { decisions });
    const [kept, moved, , open] = objects;
    const shape = { type: 'box', x: 300, y: 200, width: 20, height: 20 };
    const mended = { objects: [kept, { ...moved, shape }, open, { ...kept, id: 'new', shape }] };
    const decided = async () => {
      const { items } = (await rex('GET', `${path}/reviews`)).body;
      return items
        .at(-1)
        .decisions.map((one: { objectId: string; decision: string }) => [one.objectId, one.decision]);
    };
    expect((await rex('PUT', `${path}/labels`, mended, { 'if-match': '"1"' })).status).toBe(200);
    const after = [
      ['kept', 'approved'],
      ['new', 'approved'],
    ];
    expect(await decided()).toEqual(after);
    // Saving it once more, or in vain, decides nothing.
    expect((await rex('PUT', `${path}/labels`, { objects }, { 'if-match': '"1"' })).status).toBe(409);
    expect((await rex('PUT', `${path}/labels`, mended, { 'if-match': '"2"' })).status).toBe(200);
    expect(await decided()).toEqual(after);
    // What is brought back of others is open.
    await rex('POST', `${path}/labels/restore`, { revision: 1 }, { 'if-match': '"3"' });
    expect(await decided()).toEqual([['kept', 'approved']]);
    expect((await rex('POST', `${path}/approve`)).body).toMatchObject({ stageId: 'complete' });
  });

  it('a foreign project is as if it did not exist', async () => {
    const stranger = await world.as('stranger');
    const taskId = await world.addTask('secret.png');
    for (const [method, path] of [
      ['GET', `/v1/tasks/${taskId}`],
      ['GET', `/v1/projects/${world.projectId}`],
      ['GET', `/v1/tasks/${taskId}/labels`],
      ['GET', `/v1/tasks?projectId=${world.projectId}`],
      ['GET', `/v1/workflows/${world.workflowId}`],
      ['GET', `/v1/ontologies/${world.ontologyId}`],
    ]) {
      expect(await stranger(method, path), path).toMatchObject({ status: 404, body: { code: 'not-found' } });
    }
  });

  it('comments hang on objects and points, in threads that are resolved', async () => {
    const ada = await world.as('ada');
    const rex = await world.as('rex');
    const taskId = await world.addTask('talk.png');
    const anchor = { type: 'missing', x: 5, y: 6 };
    const first = (await rex('POST', `/v1/tasks/${taskId}/comments`, { anchor, body: 'Here is one more.' }))
      .body;
    const answer = await ada('POST', `/v1/tasks/${taskId}/comments`, { body: 'Done.', threadId: first.id });
    expect(answer).toMatchObject({ status: 201, body: { anchor, threadId: first.id } });
    const resolved = await rex('PATCH', `/v1/tasks/${taskId}/comments/${first.id}`, { isResolved: true });
    expect(resolved.body).toMatchObject({ isResolved: true, resolvedBy: 'rex' });
    expect((await ada('PATCH', `/v1/tasks/${taskId}/comments/${first.id}`, { body: 'x' })).body.code).toBe(
      'not-allowed',
    );
    expect((await ada('GET', `/v1/tasks/${taskId}/comments`)).body.items).toHaveLength(2);
  });
});
