import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { QueueMessage } from '../../shared/queue/queue.ts';
import type { TableQueue } from '../../shared/queue/table-queue.ts';
import { objectEvents } from './object-events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Throws for whatever a test does not give. */
function queueOf(given: Partial<TableQueue>): TableQueue {
  return new Proxy(given as TableQueue, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (() => {
        throw new Error(`${String(name)} was not expected.`);
      }),
  });
}
const log = { info: () => {}, warn: () => {}, error: () => {} };
const survives = async () => true;

it('takes over what a killed host had in hand before anything else, also when the table does not answer at first', async () => {
  const did: string[] = [];
  let refusals = 3;
  const waiting: QueueMessage[] = [
    { id: 'a', body: { type: 'created', key: 'images/d/a.png' }, receipt: 'a/1', attempts: 1 },
  ];
  const events = objectEvents({
    queue: queueOf({
      releaseAll: async () => {
        if (refusals-- > 0) throw new Error('socket hang up');
        did.push('release');
      },
      redriveFailed: async () => 0,
      receive: async () => waiting.splice(0),
      done: async (receipt) => void did.push(`done ${receipt}`),
    }),
    workflows: { startSync: async () => void did.push('ingest') },
    log,
    survives,
  });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(did).toEqual(['release', 'ingest', 'done a/1']);
  await events.close();
});

it('lets what failed too often try again after a minute, and ever more rarely', async () => {
  const chances: number[] = [];
  const startedAt = Date.now();
  const events = objectEvents({
    queue: queueOf({
      releaseAll: async () => {},
      redriveFailed: async () => chances.push((Date.now() - startedAt) / 60_000),
      receive: async () => [],
    }),
    workflows: { startSync: async () => undefined },
    log,
    survives,
  });
  await vi.advanceTimersByTimeAsync(61 * 60_000);
  expect(chances).toEqual([0, 1, 3, 7, 15, 30, 45, 60]);
  await events.close();
});
