import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSmokeTarget } from './open-smoke-target.ts';
import type { Answer } from './smoke-client.ts';
import type { SmokeTarget } from './smoke-target.ts';

/** What a running deployment does by the clock: it looks at new images, and tells others what happened. */
const PATIENCE = { timeout: 180_000, interval: 500 };
const SLOW = 400_000;
const run = `Smoke by itself ${new Date().toISOString()}`;

let target: SmokeTarget;
let datasetId: string;
let projectId: string;

beforeAll(async () => {
  target = await openSmokeTarget(process.env);
  const { call } = target.admin;
  datasetId = (await ok(call('POST', '/v1/datasets', { name: run }), 201)).id;
  const ontology = await ok(
    call('POST', '/v1/ontologies', {
      name: run,
      classes: [{ id: 'gem', name: 'gem', shape: 'box', color: '#1f77b4' }],
    }),
    201,
  );
  const stages = [
    { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'draw' }] },
    { id: 'draw', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'done' }] },
    { id: 'done', kind: 'complete', name: 'Complete', pathways: [] },
  ];
  const workflow = await ok(call('POST', '/v1/workflows', { name: run, stages }), 201);
  const project = { name: run, datasetIds: [datasetId], ontologyId: ontology.id, workflowId: workflow.id };
  projectId = (await ok(call('POST', '/v1/projects', project), 201)).id;
}, SLOW);
afterAll(async () => {
  if (datasetId !== undefined) await target.admin.call('DELETE', `/v1/datasets/${datasetId}`);
  await target?.close();
}, SLOW);

async function ok(answer: Promise<Answer>, status = 200): Promise<Answer['body']> {
  const { status: got, body } = await answer;
  expect(got, JSON.stringify(body)).toBe(status);
  return body;
}

test(
  'a project with a plan looks at its images when the clock says so',
  async () => {
    const { call } = target.admin;
    for (const [index, background] of ['#a33', '#a33', '#147'].entries()) {
      const size = { width: 160, height: 120 + index };
      const bytes = await sharp({ create: { ...size, channels: 3, background } })
        .png()
        .toBuffer();
      const asked = { datasetId, key: `${index}.png`, size: bytes.length, contentType: 'image/png' };
      const { url, method, headers } = await ok(call('POST', '/v1/uploads', asked), 201);
      expect((await fetch(url, { method, headers, body: new Uint8Array(bytes) })).ok).toBe(true);
    }
    const ready = async () =>
      (await call('GET', `/v1/assets?datasetId=${datasetId}&status=ready`)).body.items;
    await expect.poll(ready, PATIENCE).toHaveLength(3);
    const { revision } = await ok(call('GET', `/v1/projects/${projectId}`));
    const plan = { curation: { isOn: true, everyHours: 24 } };
    await ok(call('PATCH', `/v1/projects/${projectId}`, plan, { 'if-match': `"${revision}"` }));
    await target.tick('schedule-curations');
    const curations = async () => (await call('GET', `/v1/curations?projectId=${projectId}`)).body.items;
    await expect.poll(curations, PATIENCE).toMatchObject([{ images: 3 }]);
    // The next tick finds nothing to do.
    await target.tick('schedule-curations');
    expect(await curations()).toHaveLength(1);
  },
  SLOW,
);

test(
  'a webhook that its receiver refuses for good is parked, and delivered when it is replayed',
  async (context) => {
    if (!target.reachesUs) context.skip('The deployment cannot reach this machine; see SMOKE_REACHES_US.');
    const received: { headers: Record<string, string>; body: string }[] = [];
    let status = 410;
    const receiver = await receive((each) => {
      received.push(each);
      return status;
    });
    try {
      const { call } = target.admin;
      const { port } = receiver.address() as AddressInfo;
      const asked = { projectId, url: `http://127.0.0.1:${port}/hook`, events: [] };
      const { id, secret } = await ok(call('POST', '/v1/webhooks', asked), 201);
      const sent = await ok(call('POST', `/v1/webhooks/${id}/ping`), 202);
      await target.tick('send-webhooks');
      const dead = async () => (await call('GET', `/v1/webhooks/${id}/deliveries?status=dead`)).body.items;
      await expect.poll(dead, PATIENCE).toMatchObject([{ id: sent.id, attempts: [{ status: 410 }] }]);

      status = 204;
      expect(await ok(call('POST', `/v1/webhooks/${id}/replay`, { deliveryId: sent.id }), 202)).toEqual({
        replayed: 1,
      });
      await target.tick('send-webhooks');
      const delivered = async () =>
        (await call('GET', `/v1/webhooks/${id}/deliveries?status=delivered`)).body.items;
      await expect.poll(delivered, PATIENCE).toMatchObject([{ id: sent.id }]);
      expect(await dead()).toEqual([]);
      expect(received).toHaveLength(2);
      const { headers, body } = received[1];
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'ping' });
      await ok(call('DELETE', `/v1/webhooks/${id}`), 204);
    } finally {
      receiver.close();
    }
  },
  SLOW,
);

async function receive(
  hear: (each: { headers: Record<string, string>; body: string }) => number,
): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () =>
      response.writeHead(hear({ headers: request.headers as Record<string, string>, body })).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
