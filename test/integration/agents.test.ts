import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAgents } from '../../functions/run-agents/run-agents.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { webhookStore } from '../../shared/store/webhook-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { WorkflowDocument } from '../../shared/workflow/workflow-document.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

const URL_OF_AGENT = 'https://agent.example.org/label';
let world: TaskWorld;
let clock = Date.now();
beforeAll(async () => {
  const { workflow } = WORKFLOW_TEMPLATES.find((one) => one.id === 'pre-label')!;
  const stages = workflow.stages.map((stage) =>
    stage.kind === 'agent'
      ? { ...stage, settings: { ...stage.settings, actor: 'webhook', url: URL_OF_AGENT } }
      : stage,
  );
  const now = () => new Date(clock++);
  world = await taskWorld(WorkflowDocument.parse({ ...workflow, stages }), { now });
});
afterAll(() => world.stop());

interface Asked {
  headers: Record<string, string>;
  body: string;
}
const asked: Asked[] = [];
interface AgentAnswer {
  status: number;
  text: string;
}
const run = (answer: AgentAnswer | ((body: string) => AgentAnswer), limit = 100) =>
  runAgents(
    { limit },
    {
      projects: projectStore(world.api.store),
      workflows: workflowStore(world.api.store),
      tasks: taskStore(world.api.store),
      webhooks: webhookStore(world.api.store),
      machines: world.api.seams.workflows,
      post: async (_url, headers, body) => {
        asked.push({ headers, body });
        return typeof answer === 'function' ? answer(body) : answer;
      },
      now: world.api.store.now,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    },
  );

it('a signed webhook is asked until it names a pathway, a client may be faster, and the timeout has its own', async () => {
  const made = await world.api.asAdmin('POST', '/v1/webhooks', {
    projectId: world.projectId,
    url: URL_OF_AGENT,
  });
  const [first, second, third] = [
    await world.addTask('1.png'),
    await world.addTask('2.png'),
    await world.addTask('3.png'),
  ];
  const stageOf = async (taskId: string) =>
    (await world.api.asAdmin('GET', `/v1/tasks/${taskId}`)).body.stageId;

  // A client lists what waits and proceeds it by name.
  const waiting = await world.api.asAdmin('GET', `/v1/tasks?projectId=${world.projectId}&stageId=pre-label`);
  expect(waiting.body.items).toHaveLength(3);
  const wrong = await world.api.asAdmin('POST', `/v1/tasks/${first}/proceed`, { pathway: 'nowhere' });
  expect(wrong.body).toMatchObject({ status: 422, code: 'unreachable-pathway' });
  await world.api.asAdmin('PUT', `/v1/tasks/${first}/labels`, world.labels('a'), { 'if-match': '"0"' });
  await world.api.asAdmin('POST', `/v1/tasks/${first}/proceed`, { pathway: 'labelled' });
  expect(await stageOf(first)).toBe('review');

  expect(await run({ status: 500, text: '' })).toEqual({ answered: 0, timedOut: 0, failed: 2 });
  expect(await run({ status: 200, text: '{"pathway":"no such"}' })).toMatchObject({ failed: 2 });
  const signed = asked[0];
  const at = new Date(Number(signed.headers['webhook-timestamp']) * 1000);
  const expected = new Verifier(made.body.secret).sign(signed.headers['webhook-id'], at, signed.body);
  expect(signed.headers['webhook-signature']).toBe(expected);
  expect(JSON.parse(signed.body).data.pathways).toEqual(['labelled', 'failed', 'useless']);
  const named = asked.filter((one) => one.body.includes(second)).map((one) => one.headers['webhook-id']);
  expect(new Set(named).size).toBe(1);

  await world.api.asAdmin('POST', `/v1/tasks/${third}/manage`, { operation: 'move', stageId: 'complete' });
  expect(await run({ status: 200, text: '{"pathway":"useless"}' })).toMatchObject({ answered: 1 });
  expect(await stageOf(second)).toBe('archive');

  const late = await world.addTask('4.png');
  clock += 3_700_000;
  expect(await run({ status: 500, text: '' })).toEqual({ answered: 0, timedOut: 1, failed: 0 });
  expect(await stageOf(late)).toBe('annotate');
});

it('tasks at the head of the queue that fail at every run do not hide those behind them', async () => {
  const stuck = [await world.addTask('stuck-1.png'), await world.addTask('stuck-2.png')];
  const behind = await world.addTask('behind.png');
  const answer = (body: string) =>
    stuck.some((id) => body.includes(id))
      ? { status: 500, text: '' }
      : { status: 200, text: '{"pathway":"useless"}' };
  expect(await run(answer, 1)).toEqual({ answered: 1, timedOut: 0, failed: 2 });
  const { body } = await world.api.asAdmin('GET', `/v1/tasks/${behind}`);
  expect(body.stageId).toBe('archive');
});
