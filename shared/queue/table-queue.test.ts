import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueContract } from '../../test/contracts/queue.contract.ts';
import type { QueueUnderTest } from '../../test/contracts/queue.contract.ts';
import { startDynamo } from '../../test/support/start-dynamo.ts';
import type { TestDynamo } from '../../test/support/start-dynamo.ts';
import { tableQueue } from './table-queue.ts';
import type { TableQueue } from './table-queue.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

async function make(): Promise<QueueUnderTest & { queue: TableQueue }> {
  let time = Date.UTC(2026, 0, 1);
  const { client, table } = dynamo;
  const queue = tableQueue({ client, table, now: () => new Date(time), name: randomUUID(), maxAttempts: 3 });
  return { queue, wait: (seconds) => void (time += seconds * 1000) };
}

queueContract('rows of the table', make);

describe('a queue in the table', () => {
  it('takes two sends with one deduplication id for one message until it is done', async () => {
    const { queue } = await make();
    await queue.send('first', { deduplicationId: 'same' });
    await queue.send('second', { deduplicationId: 'same' });
    const received = await queue.receive({ max: 5, visibilitySeconds: 30 });
    expect(received.map((message) => message.body)).toEqual(['first']);
    await queue.done(received[0].receipt);
    await queue.send('third', { deduplicationId: 'same' });
    expect((await queue.receive({ max: 5, visibilitySeconds: 30 }))[0].body).toBe('third');
  });

  it('delivers what is urgent before all that waits, in the order in which it came', async () => {
    const { queue, wait } = await make();
    for (const body of ['bulk 1', 'bulk 2']) await queue.send(body);
    await wait(1);
    for (const body of ['upload 1', 'upload 2']) {
      await queue.send(body, { isUrgent: true });
      await wait(1);
    }
    const received = await queue.receive({ max: 4, visibilitySeconds: 30 });
    expect(received.map(({ body }) => body).slice(0, 2)).toEqual(['upload 1', 'upload 2']);
    expect(received).toHaveLength(4);
  });

  it('gives what failed another chance, and not what its receiver vanished over', async () => {
    const { queue, wait } = await make();
    await queue.send('failed');
    await queue.send('vanished');
    for (let attempt = 1; attempt <= 4; attempt++) {
      for (const { body, receipt } of await queue.receive({ max: 5, visibilitySeconds: 30 })) {
        if (body === 'failed') await queue.retry(receipt, 0);
      }
      await wait(31);
    }
    expect(await queue.deadLetters()).toHaveLength(2);
    expect(await queue.redriveFailed()).toBe(1);
    const received = await queue.receive({ max: 5, visibilitySeconds: 30 });
    expect(received.map(({ body, attempts }) => [body, attempts])).toEqual([['failed', 1]]);
    expect((await queue.deadLetters()).map(({ body }) => body)).toEqual(['vanished']);
  });

  it('gives out what a clock that ran ahead has dated, once it is set back, and leaves the rest hidden', async () => {
    const { queue, wait } = await make();
    await queue.send('hidden');
    await queue.receive({ max: 1, visibilitySeconds: 300 });
    await queue.send('from the future', { delaySeconds: 6 * 3600 });
    await queue.releaseAll(600);
    const received = await queue.receive({ max: 5, visibilitySeconds: 30 });
    expect(received.map(({ body }) => body)).toEqual(['from the future']);
    await wait(301);
    expect(await queue.receive({ max: 5, visibilitySeconds: 30 })).toHaveLength(2);
  });

  it('loses nothing when the database is killed', async () => {
    const { queue } = await make();
    for (let i = 0; i < 5; i++) await queue.send(i);
    dynamo.kill9();
    expect(await queue.receive({ max: 5, visibilitySeconds: 30 })).toHaveLength(5);
  });
});
