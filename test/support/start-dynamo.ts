import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startDynamoChild } from '../../infra/local/dynamo-child.ts';
import type { DynamoChild } from '../../infra/local/dynamo-child.ts';
import { ensureTable } from '../../infra/local/ensure-table.ts';
import { localDynamoClient } from '../../infra/local/local-dynamo-client.ts';

export interface TestDynamo {
  client: DynamoDBDocumentClient;
  table: string;
  endpoint: string;
  /** Ends the server and removes its folder. */
  stop: () => Promise<void>;
  /** Kills the server without warning; it comes back by itself on the same port. */
  kill9: () => void;
  /** Stops the server cleanly and starts one on the same file; `client` and `endpoint` of this object change. */
  restart: () => Promise<void>;
}

/** A real database on an empty folder of its own, with the table and its indexes. */
export async function startDynamo(): Promise<TestDynamo> {
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-dynamo-'));
  const table = 'lapidary';
  const databaseFile = join(folder, 'table.db');
  let child: DynamoChild;

  const dynamo: TestDynamo = {
    client: undefined as unknown as DynamoDBDocumentClient,
    table,
    endpoint: '',
    kill9: () => process.kill(child.pid()!, 'SIGKILL'),
    restart: async () => {
      dynamo.client.destroy();
      await child.stop();
      await open();
    },
    stop: async () => {
      dynamo.client.destroy();
      await child.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  async function open(): Promise<void> {
    child = await startDynamoChild({ databaseFile });
    dynamo.endpoint = child.endpoint;
    dynamo.client = localDynamoClient(child.endpoint);
    await ensureTable(dynamo.client, table);
  }
  await open();
  return dynamo;
}
