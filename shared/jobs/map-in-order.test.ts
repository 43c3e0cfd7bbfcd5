import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapInOrder } from './map-in-order.ts';

test('keeps the order, and never runs more at once than it may', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 })),
      fc.integer({ min: 1, max: 5 }),
      async (delays, most) => {
        let running = 0;
        const results: number[] = [];
        const mapped = mapInOrder(delays.entries(), most, async ([i, delay]) => {
          expect(++running).toBeLessThanOrEqual(most);
          await sleep(delay);
          running--;
          return i;
        });
        for await (const one of mapped) results.push(one);
        expect(results).toEqual([...delays.keys()]);
      },
    ),
    { numRuns: 30 },
  );
});

test('hands on a failure', async () => {
  const mapped = mapInOrder([1, 2, 3], 2, (one) =>
    one === 2 ? Promise.reject(new Error('two')) : Promise.resolve(one),
  );
  const seen: number[] = [];
  await expect(
    (async () => {
      for await (const one of mapped) seen.push(one);
    })(),
  ).rejects.toThrow('two');
  expect(seen).toEqual([1]);
});
