import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { startDynamo } from '../../test/support/start-dynamo.ts';
import type { TestDynamo } from '../../test/support/start-dynamo.ts';
import { startDynamoChild } from './dynamo-child.ts';

let dynamo: TestDynamo | undefined;
afterEach(async () => {
  await dynamo?.stop();
  dynamo = undefined;
});

describe('the database child', () => {
  it('keeps acknowledged writes over kill -9, and clients recover by themselves', async () => {
    dynamo = await startDynamo();
    const { client, table } = dynamo;
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5; i++) {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { pk: 'a', sk: `${round}-${i}`, gsi1pk: 'q', gsi1sk: `${round}${i}` },
          }),
        );
      }
      dynamo.kill9();
    }
    const found = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :q',
        ExpressionAttributeValues: { ':q': 'q' },
      }),
    );
    expect(found.Items).toHaveLength(15);
  });

  it('opens the same data after a clean stop', async () => {
    dynamo = await startDynamo();
    await dynamo.client.send(
      new PutCommand({ TableName: dynamo.table, Item: { pk: 'a', sk: 'b', value: 7 } }),
    );
    await dynamo.restart();
    const found = await dynamo.client.send(
      new GetCommand({ TableName: dynamo.table, Key: { pk: 'a', sk: 'b' } }),
    );
    expect(found.Item).toMatchObject({ value: 7 });
  });

  it('refuses a damaged database with a sentence that helps', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lapidary-damaged-'));
    const databaseFile = join(folder, 'table.db');
    const file = await open(databaseFile, 'w');
    await file.write('this is not a database, it is a letter to a friend'.repeat(100));
    await file.close();
    await expect(startDynamoChild({ databaseFile })).rejects.toMatchObject({ code: 'database-damaged' });
    await rm(folder, { recursive: true });
  });

  it('starts nothing when the environment names an endpoint', async () => {
    const child = await startDynamoChild({ databaseFile: '/nowhere/x.db', endpoint: 'http://127.0.0.1:1' });
    expect(child.pid()).toBeUndefined();
    expect(child.endpoint).toBe('http://127.0.0.1:1');
    await child.stop();
  });

  it('leaves no orphan when its parent is killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lapidary-orphan-'));
    const module = new URL('dynamo-child.ts', import.meta.url).pathname;
    const script =
      `const { startDynamoChild } = await import(${JSON.stringify(module)});` +
      `const child = await startDynamoChild({ databaseFile: ${JSON.stringify(join(folder, 'table.db'))} });` +
      'console.log(child.pid()); setInterval(() => {}, 1000);';
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const pid = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString().trim())),
    );
    expect(execFileSync('cat', [`/proc/${pid}/comm`]).toString()).toContain('dynoxide');
    parent.kill('SIGKILL');
    const isAlive = () =>
      readFile(`/proc/${pid}/stat`, 'utf8').then(
        (stat) => !stat.includes(') Z '),
        () => false,
      );
    for (let i = 0; i < 100 && (await isAlive()); i++) await sleep(20);
    expect(await isAlive()).toBe(false);
    await rm(folder, { recursive: true });
  });
});
