import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GREET, workflowsContract } from '../../test/contracts/workflows.contract.ts';
import { localWorkflows } from './local-workflows.ts';

let machinesFolder: string;
beforeAll(async () => {
  machinesFolder = await mkdtemp(join(tmpdir(), 'lapidary-machines-'));
  await writeFile(join(machinesFolder, 'greet.asl.json'), JSON.stringify(GREET));
  const each = {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        MaxConcurrency: 2,
        ItemProcessor: {
          StartAt: 'Call',
          States: {
            Call: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Parameters: { FunctionName: '${DoubleItFunctionArn}', 'Payload.$': '$' },
              OutputPath: '$.Payload',
              End: true,
            },
          },
        },
        End: true,
      },
    },
  };
  await writeFile(join(machinesFolder, 'each.asl.json'), JSON.stringify(each));
});
afterAll(() => rm(machinesFolder, { recursive: true }));

workflowsContract('in this process', async (sayHello) =>
  localWorkflows({ machinesFolder, invoke: (_folder, input) => sayHello(input) }),
);

describe('workflows in this process', () => {
  it('call functions inside a Map, by name, with JSON on both sides', async () => {
    const workflows = localWorkflows({
      machinesFolder,
      invoke: async (folder, input) => ({ folder, twice: Number(input) * 2, at: new Date(0) }),
    });
    const result = await workflows.startSync('each', { items: [1, 2] });
    const at = '1970-01-01T00:00:00.000Z';
    expect(result).toEqual([
      { folder: 'double-it', twice: 2, at },
      { folder: 'double-it', twice: 4, at },
    ]);
  });

  it('run a bounded number at once, and the rest in order', async () => {
    let atOnce = 0;
    let most = 0;
    const order: unknown[] = [];
    const workflows = localWorkflows({
      machinesFolder,
      maxConcurrency: 2,
      invoke: async (_folder, input) => {
        most = Math.max(most, ++atOnce);
        order.push(input);
        await sleep(2);
        atOnce--;
      },
    });
    for (let i = 0; i < 10; i++) await workflows.start('greet', i);
    while (workflows.active() > 0) await sleep(5);
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('remember a bounded number of ended executions', async () => {
    const workflows = localWorkflows({ machinesFolder, history: 5, invoke: async () => null });
    const first = await workflows.start('greet', {});
    for (let i = 0; i < 20; i++) await workflows.startSync('greet', {});
    await expect(workflows.describe(first.executionId)).rejects.toMatchObject({ code: 'not-found' });
  });
});
