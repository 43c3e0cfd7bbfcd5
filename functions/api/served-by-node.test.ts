import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from './app.ts';
import type { ApiDeps } from './api-deps.ts';
import { startApi } from '../../test/support/start-api.ts';
import type { TestApi } from '../../test/support/start-api.ts';

let api: TestApi;
let server: Server;
let url: string;
beforeAll(async () => {
  api = await startApi();
  const listener = getRequestListener((request) => createApp(api.deps satisfies ApiDeps).fetch(request), {
    overrideGlobalObjects: false,
  });
  server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await api.stop();
});

const headers = () => ({ authorization: `Bearer ${api.adminToken}`, 'content-type': 'application/json' });

test('requests without a body reach their route', async () => {
  const created = await fetch(`${url}/v1/datasets`, {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify({ name: 'Trays' }),
  });
  const { id } = (await created.json()) as { id: string };
  const removed = await fetch(`${url}/v1/datasets/${id}`, { method: 'DELETE', headers: headers() });
  expect(removed.status).toBe(204);
});

test('a stranger is refused before a long body has been read', async () => {
  let pieces = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (++pieces > 900) controller.close();
      else controller.enqueue(new Uint8Array(65_536).fill(32));
    },
  });
  const answer = await fetch(`${url}/v1/tasks/any/labels`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(401);
  expect(pieces).toBeLessThan(900);
});

test('bodies without a length are read, and limited', async () => {
  const stream = (size: number) =>
    new Blob([JSON.stringify({ name: 'x'.repeat(size) })]).stream() as ReadableStream<Uint8Array>;
  const send = (size: number) =>
    fetch(`${url}/v1/datasets`, {
      method: 'POST',
      headers: headers(),
      body: stream(size),
      duplex: 'half',
    } as RequestInit);
  expect((await send(20)).status).toBe(201);
  const answer = await send(2 ** 21);
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'body-too-large']);
});
