import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startDynamoChild } from '../../infra/local/dynamo-child.ts';
import { emptyDataFolder, spawnHost } from '../support/spawn-host.ts';

it(
  'ends a host that cannot print its link, instead of serving where nobody knows',
  { timeout: 60_000 },
  async () => {
    const { folder, remove } = await emptyDataFolder();
    const database = await startDynamoChild({ databaseFile: join(folder, 'table.db') });
    const server = createServer((request, response) => {
      const pass = async () => {
        const body = await text(request);
        response.setHeader('content-type', 'application/x-amz-json-1.0');
        if (body.includes('LINK#')) {
          response.statusCode = 400;
          response.end('{"__type":"AccessDeniedException","message":"No links today."}');
          return;
        }
        const names = ['content-type', 'x-amz-target', 'x-amz-date', 'authorization'];
        const headers = names.map((name): [string, string] => [name, String(request.headers[name])]);
        const answer = await fetch(database.endpoint, { method: 'POST', headers, body });
        response.statusCode = answer.status;
        response.end(await answer.text());
      };
      void pass().catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env.LAPIDARY_DYNAMODB_ENDPOINT = `http://127.0.0.1:${port}`;
    try {
      await expect(spawnHost(folder)).rejects.toThrow(/The host ended with [12]: [^]*No links today/);
    } finally {
      delete process.env.LAPIDARY_DYNAMODB_ENDPOINT;
      server.closeAllConnections();
      server.close();
      await database.stop();
      await remove();
    }
  },
);
