import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { localDynamoClient } from './local-dynamo-client.ts';

it('asks again when an answer never comes', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    if (++asked === 1) return;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end('{"Item":{"pk":{"S":"a"}}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = localDynamoClient(`http://127.0.0.1:${port}`, {
    requestTimeout: 100,
    throwOnRequestTimeout: true,
  });
  const { Item } = await client.send(new GetCommand({ TableName: 't', Key: { pk: 'a', sk: 'b' } }));
  expect(Item).toEqual({ pk: 'a' });
  expect(asked).toBe(2);
  client.destroy();
  server.closeAllConnections();
  server.close();
});
