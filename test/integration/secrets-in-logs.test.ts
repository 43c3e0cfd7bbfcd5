import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi } from '../support/start-api.ts';
import type { TestApi } from '../support/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

test('no password, token, link or signing secret reaches a log or the answer to somebody else, whatever goes wrong', async () => {
  const secrets: Record<string, string> = { session: api.adminToken };
  const email = 'ann@example.com';
  secrets.password = 'correct horse battery staple';
  secrets.wrongPassword = 'a wrong one, typed in a hurry';
  const { asAdmin: admin, call } = api;
  const made = await admin('POST', '/v1/users', { email, name: 'Ann', password: secrets.password });
  secrets.annSession = (await call('POST', '/v1/sessions', { email, password: secrets.password })).body.token;
  await call('POST', '/v1/sessions', { email, password: secrets.wrongPassword });
  secrets.link = (await admin('POST', `/v1/users/${made.body.user.id}/link`)).body.linkToken;
  secrets.apiToken = (await admin('POST', '/v1/sessions/tokens', { days: 1 })).body.token;
  await call('POST', '/v1/sessions/link', { token: `${secrets.link}x` });
  await call('GET', '/v1/me', undefined, { authorization: `Bearer ${secrets.annSession}x` });
  await call('GET', '/v1/me', undefined, { cookie: `lapidary_session=${secrets.annSession}` });

  const dataset = (await admin('POST', '/v1/datasets', { name: 'Trays' })).body;
  const ontology = (await admin('POST', '/v1/ontologies', { name: 'o', classes: [] })).body;
  const workflow = await admin('POST', '/v1/workflows', {
    name: 'w',
    stages: [
      { id: 'start', kind: 'start', name: 'Start', pathways: [{ name: 'next', to: 'draw' }] },
      { id: 'draw', kind: 'annotate', name: 'Draw', pathways: [{ name: 'submitted', to: 'done' }] },
      { id: 'done', kind: 'complete', name: 'Complete', pathways: [] },
    ],
  });
  const project = await admin('POST', '/v1/projects', {
    name: 'p',
    datasetIds: [dataset.id],
    ontologyId: ontology.id,
    workflowId: workflow.body.id,
  });
  api.deps.allowPrivateTargets = true;
  const projectId = project.body.id;
  const webhook = await admin('POST', '/v1/webhooks', {
    projectId,
    url: 'http://127.0.0.1:9/hook',
    events: [],
  });
  secrets.webhook = webhook.body.secret;
  secrets.rotated = (await admin('POST', `/v1/webhooks/${webhook.body.id}/rotate`)).body.secret;
  await admin('POST', `/v1/webhooks/${webhook.body.id}/ping`);
  await api.seams.invoke('send-webhooks', {}).catch(() => {});
  const upload = { datasetId: dataset.id, key: 'a.png', size: 3, contentType: 'image/png' };
  const { url } = (await admin('POST', '/v1/uploads', upload)).body;
  secrets.signature = new URL(url).searchParams.get('signature') ?? url.split('?')[1];

  // Something fails inside, with everything in hand.
  const { client } = api.store;
  const send = client.send.bind(client);
  client.send = (() => Promise.reject(new Error('the table is gone'))) as never;
  const failures = await Promise.all([
    call('POST', '/v1/sessions', { email, password: secrets.password }),
    api.as(secrets.annSession)('GET', '/v1/me'),
    admin('POST', '/v1/uploads', upload),
    api.seams.invoke('send-webhooks', {}).then(
      () => ({ status: 200, body: '' }),
      (error: unknown) => ({ status: 500, body: String(error) }),
    ),
  ]);
  client.send = send;
  for (const { status } of failures) expect(status).toBeGreaterThanOrEqual(500);
  expect(api.logged.length).toBeGreaterThan(0);

  const others = await admin('GET', `/v1/webhooks?projectId=${projectId}`);
  const users = await admin('GET', '/v1/users');
  const audit = await admin('GET', `/v1/audit?projectId=${projectId}`);
  const seen = JSON.stringify([api.logged, failures, others.body, users.body, audit.body]);
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(10);
    expect(seen.includes(secret), `${name} is in what was logged or shown`).toBe(false);
  }
});
