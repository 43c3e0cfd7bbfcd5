import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isPrivateAddress } from '../../functions/send-webhooks/is-private-address.ts';
import { postWebhook } from '../../functions/send-webhooks/post-webhook.ts';
import { sendWebhooks } from '../../functions/send-webhooks/send-webhooks.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { jobStore } from '../../shared/store/job-store.ts';
import { webhookStore } from '../../shared/store/webhook-store.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

interface Received {
  headers: Record<string, string>;
  body: string;
}

let world: TaskWorld;
let receiver: Server;
let url: string;
let clock = Date.now();
const received: Received[] = [];
let answers: ('ok' | 'fail' | 'hang' | 'elsewhere')[] = [];

beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow, { now: () => new Date(clock++) });
  world.api.deps.allowPrivateTargets = true;
  receiver = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      const answer = answers.shift() ?? 'ok';
      if (answer === 'elsewhere') response.writeHead(307, { location: `${url}/inside` }).end();
      else if (answer !== 'hang') response.writeHead(answer === 'ok' ? 204 : 500).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await world.stop();
});
beforeEach(() => {
  received.length = 0;
  answers = [];
});

const send = (allowPrivate = true) =>
  sendWebhooks(
    { limit: 100 },
    {
      webhooks: webhookStore(world.api.store),
      post: (target, headers, body) =>
        postWebhook(target, headers, body, { timeoutMilliseconds: 100, allowPrivate }),
      now: () => new Date(clock++),
      random: () => 1,
    },
  );

async function newWebhook(events: string[] = []) {
  const { body } = await world.api.asAdmin('POST', '/v1/webhooks', {
    projectId: world.projectId,
    url,
    events,
  });
  return body as { id: string; secret: string };
}

describe('webhooks', () => {
  it('three failures and a timeout later it is delivered, signed, with its attempts in order', async () => {
    const { id, secret } = await newWebhook(['task.completed']);
    const taskId = await world.addTask('sent.png');
    await world.api.asAdmin('POST', `/v1/tasks/${taskId}/manage`, { operation: 'move', stageId: 'complete' });
    // Ended by a manager's hand, it has ended all the same.
    expect(await send()).toEqual({ delivered: 1, retried: 0, dead: 0 });
    expect(JSON.parse(received.splice(0)[0].body)).toMatchObject({
      type: 'task.completed',
      data: { task: { id: taskId, status: 'done' } },
    });
    const ping = await world.api.asAdmin('POST', `/v1/webhooks/${id}/ping`);
    expect(ping.status).toBe(202);
    answers = ['fail', 'fail', 'fail', 'hang', 'ok'];
    for (let attempt = 0; attempt < 5; attempt++) {
      await send();
      clock += 3_600_000;
    }
    expect(await send()).toEqual({ delivered: 0, retried: 0, dead: 0 });
    expect(received).toHaveLength(5);
    expect(new Set(received.map((one) => one.headers['webhook-id'])).size).toBe(1);
    const last = received[4];
    // The verifier refuses what is older than five minutes, so it looks at the clock of the sender.
    vi.useFakeTimers({ toFake: ['Date'], now: Number(last.headers['webhook-timestamp']) * 1000 });
    const verified = new Verifier(secret).verify(last.body, last.headers);
    vi.useRealTimers();
    expect(verified).toMatchObject({ type: 'ping', data: { webhookId: id } });
    const list = await world.api.asAdmin('GET', `/v1/webhooks/${id}/deliveries`);
    expect(list.body.items[0].attempts.map((one: { error?: string }) => one.error)).toEqual([
      'It answered 500.',
      'It answered 500.',
      'It answered 500.',
      'It did not answer in time.',
      undefined,
    ]);
    await world.api.asAdmin('DELETE', `/v1/webhooks/${id}`);
  });

  it('a task event carries the task, and the standard verifier accepts it, also after a rotation', async () => {
    clock = Date.now();
    const { id, secret } = await newWebhook(['task.submitted']);
    const rotated = await world.api.asAdmin('POST', `/v1/webhooks/${id}/rotate`);
    const ada = await world.as('ada', 'annotator');
    const taskId = await world.addTask('event.png');
    await ada('POST', `/v1/tasks/${taskId}/claim`);
    await ada('PUT', `/v1/tasks/${taskId}/labels`, world.labels('a'), { 'if-match': '"0"' });
    await ada('POST', `/v1/tasks/${taskId}/submit`);
    await send();
    expect(received).toHaveLength(1);
    for (const one of [secret, rotated.body.secret]) {
      expect(new Verifier(one).verify(received[0].body, received[0].headers)).toMatchObject({
        type: 'task.submitted',
        data: { actor: 'ada', task: { id: taskId } },
      });
    }
    await world.api.asAdmin('DELETE', `/v1/webhooks/${id}`);
  });

  it('a dead receiver is parked, and replayed', async () => {
    const { id } = await newWebhook();
    await world.api.asAdmin('POST', `/v1/webhooks/${id}/ping`);
    answers = Array.from({ length: 10 }, () => 'fail' as const);
    for (let attempt = 0; attempt < 10; attempt++) {
      await send();
      clock += 7 * 3_600_000;
    }
    const dead = await world.api.asAdmin('GET', `/v1/webhooks/${id}/deliveries?status=dead`);
    expect(dead.body.items).toHaveLength(1);
    expect(await send()).toEqual({ delivered: 0, retried: 0, dead: 0 });
    const { id: deliveryId, createdAt } = dead.body.items[0];
    const to = new Date(Date.parse(createdAt) + 1).toISOString();
    await world.api.asAdmin('POST', `/v1/webhooks/${id}/replay`, { from: createdAt, to, status: 'dead' });
    expect(await send()).toMatchObject({ delivered: 1 });
    await world.api.asAdmin('POST', `/v1/webhooks/${id}/replay`, { deliveryId });
    expect(await send()).toMatchObject({ delivered: 1 });
    await world.api.asAdmin('DELETE', `/v1/webhooks/${id}`);
  });

  it('quarantined images and how jobs ended are told too, each once', async () => {
    const ended = {
      'export-labels': 'export.finished',
      'freeze-snapshot': 'snapshot.sealed',
      evaluate: 'evaluation.finished',
      'fine-tune': 'model.registered',
    };
    const { id } = await newWebhook(['image.quarantined', 'job.failed', ...Object.values(ended)]);
    const { store } = world.api;
    const [datasetId] = (await world.api.asAdmin('GET', `/v1/projects/${world.projectId}`)).body.datasetIds;
    const file = {
      key: 'bad.jpg',
      name: 'bad.jpg',
      sha256: '',
      width: 0,
      height: 0,
      size: 0,
      contentType: 'image/jpeg',
    };
    const verdict = {
      status: 'quarantined' as const,
      reason: 'It ends too early.',
      warnings: [],
      metrics: {},
    };
    const asset = { id: `${datasetId}.bad`, datasetId, kind: 'image' as const, ...file, ...verdict };
    await assetStore(store).register(asset);
    await assetStore(store).register(asset);
    const jobs = jobStore(store);
    for (const [kind, end] of [...Object.keys(ended), 'curate', 'import-labels'].entries()) {
      const of = { ownerId: world.projectId, kind: end, createdBy: 'x' };
      const done = `${world.projectId}.done-${kind}`;
      await jobs.create({ ...of, id: done });
      await jobs.succeed(done, { from: end });
      await jobs.succeed(done, { from: end });
    }
    const failed = `${world.projectId}.failed`;
    await jobs.create({ id: failed, ownerId: world.projectId, kind: 'export-labels', createdBy: 'x' });
    const error = { code: 'no-images', message: 'There is nothing to export.' };
    await jobs.fail(failed, error);
    await jobs.fail(failed, error);
    const cancelled = `${world.projectId}.cancelled`;
    await jobs.create({ id: cancelled, ownerId: world.projectId, kind: 'evaluate', createdBy: 'x' });
    await jobs.cancel(cancelled);
    await jobs.succeed(cancelled, {});
    await jobs.fail(cancelled, error);
    await send();
    const told = received.map((one) => JSON.parse(one.body));
    const types = told.map(({ type }) => type as string);
    expect(types).toHaveLength(new Set(types).size);
    expect(new Set(types)).toEqual(new Set(['image.quarantined', 'job.failed', ...Object.values(ended)]));
    for (const [kind, type] of Object.entries(ended))
      expect(told.find((one) => one.type === type).data).toMatchObject({ result: { from: kind } });
    expect(told.find(({ type }) => type === 'job.failed').data).toMatchObject({
      jobId: failed,
      kind: 'export-labels',
      error,
    });
    await world.api.asAdmin('DELETE', `/v1/webhooks/${id}`);
  });

  it('does not follow a receiver that sends it elsewhere', async () => {
    const { id } = await newWebhook();
    await world.api.asAdmin('POST', `/v1/webhooks/${id}/ping`);
    answers = ['elsewhere'];
    expect(await send()).toEqual({ delivered: 0, retried: 1, dead: 0 });
    expect(received).toHaveLength(1);
    const { body } = await world.api.asAdmin('GET', `/v1/webhooks/${id}/deliveries`);
    expect(body.items[0].attempts[0]).toMatchObject({ status: 307, error: 'It answered 307.' });
    await world.api.asAdmin('DELETE', `/v1/webhooks/${id}`);
  });

  it('private targets are refused unless allowed', async () => {
    const { id } = await newWebhook();
    world.api.deps.allowPrivateTargets = false;
    const refused = { status: 422, body: { code: 'forbidden-target' } };
    const { projectId, workflowId } = world;
    expect(await world.api.asAdmin('POST', '/v1/webhooks', { projectId, url })).toMatchObject(refused);
    expect(await world.api.asAdmin('PATCH', `/v1/webhooks/${id}`, { url })).toMatchObject(refused);
    const { workflow } = WORKFLOW_TEMPLATES.find((one) => one.id === 'pre-label')!;
    const stages = workflow.stages.map((stage) =>
      stage.kind === 'agent' ? { ...stage, settings: { ...stage.settings, actor: 'webhook', url } } : stage,
    );
    const agent = { ...workflow, stages };
    expect(
      await world.api.asAdmin('PUT', `/v1/workflows/${workflowId}`, agent, { 'if-match': '"1"' }),
    ).toMatchObject(refused);
    await world.api.asAdmin('POST', `/v1/webhooks/${id}/ping`);
    await send(false);
    expect(received).toHaveLength(0);
    const { body } = await world.api.asAdmin('GET', `/v1/webhooks/${id}/deliveries`);
    expect(body.items[0].attempts[0].error).toContain('private address range');
    await expect(
      postWebhook('http://localhost:1/', {}, '', { timeoutMilliseconds: 1000, allowPrivate: false }),
    ).rejects.toMatchObject({ code: 'forbidden-target' });
    const inside = [
      '127.0.0.1',
      '10.1.2.3',
      '169.254.169.254',
      '::1',
      'fd00::1',
      '::ffff:10.0.0.1',
      '::ffff:a00:1',
      '::7f00:1',
      '64:ff9b::a00:1',
      'fec0::1',
      'x',
    ];
    expect(inside.map(isPrivateAddress)).toEqual(inside.map(() => true));
    expect(['93.184.216.34', '2606:2800::1'].map(isPrivateAddress)).toEqual([false, false]);
    await world.api.asAdmin('DELETE', `/v1/webhooks/${id}`);
  });
});
