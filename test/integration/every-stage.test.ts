import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditStore } from '../../shared/store/audit-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import type { Role } from '../../shared/workflow/role.ts';
import { validateWorkflow } from '../../shared/workflow/validate-workflow.ts';
import { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

/** 1,000 with LAPIDARY_EVERY_STAGE_TASKS=1000; the way there is the same. */
const TASKS = Number(process.env.LAPIDARY_EVERY_STAGE_TASKS ?? 16);
const PEOPLE: [string, Role][] = [
  ['ann', 'annotator'],
  ['ben', 'annotator'],
  ['cid', 'annotatorReviewer'],
  ['dot', 'annotatorReviewer'],
  ['rex', 'reviewer'],
  ['sue', 'reviewer'],
];

/** start → agent → (annotate | archive) → new here? → (review | sample) → (consensus | complete) → adjudicate → complete */
const workflow = WorkflowDocument.parse({
  name: 'Every stage',
  stages: [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'triage' }] },
    {
      id: 'triage',
      kind: 'agent',
      name: 'Triage',
      pathways: [
        { name: 'useful', to: 'annotate' },
        { name: 'junk', to: 'archive' },
      ],
    },
    { id: 'annotate', kind: 'annotate', name: 'Annotate', pathways: [{ name: 'submitted', to: 'newcomer' }] },
    {
      id: 'newcomer',
      kind: 'collaboratorRouter',
      name: 'New here?',
      pathways: [
        { name: 'new', to: 'review', people: ['ann'] },
        { name: 'orElse', to: 'sample' },
      ],
    },
    {
      id: 'sample',
      kind: 'percentageRouter',
      name: 'Sample',
      pathways: [
        { name: 'review', to: 'review', percentage: 50 },
        { name: 'three', to: 'consensus', percentage: 25 },
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
    {
      id: 'consensus',
      kind: 'consensus',
      name: 'Consensus',
      settings: { annotators: 2, rule: { minimumAgreement: 0.9 } },
      pathways: [
        { name: 'agreed', to: 'complete' },
        { name: 'disagreed', to: 'adjudicate' },
      ],
    },
    {
      id: 'adjudicate',
      kind: 'review',
      name: 'Adjudicate',
      settings: { editLabels: true },
      pathways: [
        { name: 'approved', to: 'complete' },
        { name: 'rejected', to: 'archive' },
      ],
    },
    { id: 'complete', kind: 'complete', name: 'Complete' },
    { id: 'archive', kind: 'archive', name: 'Archive' },
  ],
});

let world: TaskWorld;
beforeAll(async () => {
  expect(validateWorkflow(workflow)).toEqual([]);
  world = await taskWorld(workflow);
});
afterAll(() => world.stop());

it(`${TASKS} tasks go through every kind of stage unattended, and the trail replays to where they are`, async () => {
  const { projectId, api } = world;
  const ids: string[] = [];
  for (let n = 0; n < TASKS; n++) ids.push(await world.addTask(`${n}.png`));
  for (const pathway of ['useful', 'junk']) {
    const chosen = ids.filter((_, n) => (n % 8 === 7) === (pathway === 'junk'));
    for (let n = 0; n < chosen.length; n += 500) {
      const taskIds = chosen.slice(n, n + 500);
      const action = { operation: 'proceed', pathway };
      const { outcomes } = (await api.asAdmin('POST', '/v1/tasks/bulk', { taskIds, action })).body;
      expect(outcomes.filter(({ ok }: { ok: boolean }) => ok)).toHaveLength(taskIds.length);
    }
  }

  let turn = 0;
  async function workOnce(name: string, role: Role): Promise<boolean> {
    const call = await world.as(name, role);
    const { status, body: task } = await call('POST', '/v1/tasks/claim-next', { projectId });
    if (status === 204) return false;
    expect(status).toBe(200);
    const path = `/v1/tasks/${encodeURIComponent(task.id)}`;
    turn++;
    if (task.stageKind === 'review') {
      const isRejecting = task.stageId === 'review' && turn % 5 === 0;
      const body = isRejecting ? { reasons: [{ reason: 'Loose outline' }] } : undefined;
      const ended = await call('POST', `${path}/${isRejecting ? 'reject' : 'approve'}`, body);
      expect(ended.status).toBe(200);
      return true;
    }
    const labels = await call('GET', `${path}/labels`);
    const drawn = task.branch && turn % 3 === 0 ? ['a', 'b', 'c'] : ['a'];
    const etag = labels.headers.get('etag') ?? '';
    expect((await call('PUT', `${path}/labels`, world.labels(...drawn), { 'if-match': etag })).status).toBe(
      200,
    );
    if (task.rejection) await call('POST', `${path}/resolve`, { reasons: [{ index: 0, resolved: true }] });
    expect((await call('POST', `${path}/submit`)).status).toBe(200);
    return true;
  }
  let isBusy = true;
  while (isBusy) {
    const worked = await Promise.all(PEOPLE.map(([name, role]) => workOnce(name, role)));
    isBusy = worked.includes(true);
  }

  const { items } = await taskStore(api.store).list({ projectId, limit: TASKS, withSlots: false });
  expect(items).toHaveLength(TASKS);
  expect(
    items.map((task) => task.status).filter((status) => status !== 'done' && status !== 'archived'),
  ).toEqual([]);
  const replayed = new Map<string, Record<string, unknown>>();
  for await (const event of auditStore(api.store).replay(projectId)) {
    const record = replayed.get(event.subjectId) ?? {};
    for (const [field, { after }] of Object.entries(event.change)) record[field] = after ?? undefined;
    replayed.set(event.subjectId, record);
  }
  for (const task of items) {
    expect(JSON.parse(JSON.stringify(replayed.get(task.id)))).toEqual(JSON.parse(JSON.stringify(task)));
  }
  const { stages } = (await api.asAdmin('GET', `/v1/projects/${projectId}/counts`)).body;
  expect(stages.complete.done + stages.archive.archived).toBe(TASKS);
}, 3_600_000);

it('tasks move to a new revision when their stage can be mapped, and are refused when it cannot', async () => {
  const { api, workflowId, projectId } = world;
  const taskId = await world.addTask('moved.png');
  const renamed = JSON.parse(JSON.stringify(workflow).replaceAll('"triage"', '"sieve"')) as WorkflowDocument;
  const dryRun = (stages: object) =>
    api.asAdmin('POST', `/v1/projects/${projectId}/workflow-preview`, { workflow: renamed, stages });
  const lost = await dryRun({});
  expect(lost.body.tasks).toBe(TASKS + 1);
  expect(lost.body.moves.find((one: { from: string }) => one.from === 'triage')).toMatchObject({
    tasks: 1,
    refusal: expect.stringContaining('no agent stage "triage"'),
  });
  const mapped = await dryRun({ triage: 'sieve' });
  expect(mapped.body.moves.find((one: { from: string }) => one.from === 'triage')).toEqual({
    from: 'triage',
    to: 'sieve',
    tasks: 1,
  });
  // Only the task that has not ended is sent on; what it would do was not done.
  expect(mapped.body.simulation).toMatchObject({ tasks: 1, stages: { sieve: { entered: 1 } } });
  const saved = await api.asAdmin('PUT', `/v1/workflows/${workflowId}`, renamed, { 'if-match': '"1"' });
  expect(saved.body.revision).toBe(2);
  const move = (stages: object) =>
    api.asAdmin('POST', '/v1/tasks/bulk', {
      taskIds: [taskId],
      action: { operation: 'moveToRevision', workflowRevision: 2, stages },
    });
  expect((await move({})).body.outcomes[0]).toMatchObject({ ok: false, code: 'stage-not-mapped' });
  expect((await api.asAdmin('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({
    workflowRevision: 1,
    stageId: 'triage',
  });
  expect((await move({ triage: 'sieve' })).body.outcomes[0]).toMatchObject({ ok: true });
  expect((await api.asAdmin('GET', `/v1/tasks/${taskId}`)).body).toMatchObject({
    workflowRevision: 2,
    stageId: 'sieve',
  });
  const proceeded = await api.asAdmin('POST', `/v1/tasks/${taskId}/proceed`, { pathway: 'junk' });
  expect(proceeded.body).toMatchObject({ status: 'archived', projectId });
});
