import { describe, expect, it } from 'vitest';
import type { Queue, QueueMessage } from '../../shared/queue/queue.ts';

export interface QueueUnderTest {
  queue: Queue;
  /** Lets time pass for the queue. */
  wait: (seconds: number) => void | Promise<void>;
}

/** What every implementation of `Queue` does; `make` gives an empty one that parks messages after 3 attempts. */
export function queueContract(name: string, make: () => Promise<QueueUnderTest>): void {
  const bodies = (messages: { body: unknown }[]) => messages.map((message) => message.body);

  describe(`Queue: ${name}`, () => {
    it('delivers what was sent, and not again once it is done', async () => {
      const { queue, wait } = await make();
      await queue.send({ n: 1, text: 'ü' });
      const [message] = await queue.receive({ max: 10, visibilitySeconds: 30 });
      expect(message).toMatchObject({ body: { n: 1, text: 'ü' }, attempts: 1 });
      await queue.done(message.receipt);
      await wait(60);
      expect(await queue.receive({ max: 10, visibilitySeconds: 30 })).toEqual([]);
    });

    it('hides what is in work, and delivers it again when its receiver vanished', async () => {
      const { queue, wait } = await make();
      await queue.send('x');
      const [first] = await queue.receive({ max: 1, visibilitySeconds: 30 });
      expect(await queue.receive({ max: 1, visibilitySeconds: 30 })).toEqual([]);
      await wait(31);
      const [second] = await queue.receive({ max: 1, visibilitySeconds: 30 });
      expect(second).toMatchObject({ id: first.id, attempts: 2 });
      await queue.done(first.receipt);
      await queue.retry(first.receipt, 0);
      expect(await queue.receive({ max: 1, visibilitySeconds: 30 })).toEqual([]);
      await wait(31);
      expect(await queue.receive({ max: 1, visibilitySeconds: 30 })).toHaveLength(1);
    });

    it('holds a delayed message back', async () => {
      const { queue, wait } = await make();
      await queue.send('later', { delaySeconds: 10 });
      expect(await queue.receive({ max: 1, visibilitySeconds: 5 })).toEqual([]);
      await wait(11);
      expect(bodies(await queue.receive({ max: 1, visibilitySeconds: 5 }))).toEqual(['later']);
    });

    it('delivers in the order in which messages became due, at most as many as asked for', async () => {
      const { queue, wait } = await make();
      for (let i = 0; i < 5; i++) {
        await queue.send(i);
        await wait(0.01);
      }
      expect(bodies(await queue.receive({ max: 3, visibilitySeconds: 30 }))).toEqual([0, 1, 2]);
      expect(bodies(await queue.receive({ max: 3, visibilitySeconds: 30 }))).toEqual([3, 4]);
    });

    it('gives one delivery to one of many receivers', async () => {
      const { queue } = await make();
      for (let i = 0; i < 12; i++) await queue.send(i);
      const taken: QueueMessage[] = [];
      for (let round = 0; round < 6 && taken.length < 12; round++) {
        const received = await Promise.all(
          Array.from({ length: 6 }, () => queue.receive({ max: 4, visibilitySeconds: 60 })),
        );
        taken.push(...received.flat());
      }
      expect(taken).toHaveLength(12);
      expect(new Set(taken.map((message) => message.id)).size).toBe(12);
    });

    it('parks a message after its last attempt, and puts it back on demand', async () => {
      const { queue, wait } = await make();
      await queue.send('poison');
      await queue.send('also poison');
      for (let attempt = 1; attempt <= 3; attempt++) {
        for (const message of await queue.receive({ max: 2, visibilitySeconds: 5 })) {
          expect(message.attempts).toBe(attempt);
          // One is given back, the other one's receiver vanishes: both count.
          if (message.body === 'poison') await queue.retry(message.receipt, 0);
        }
        await wait(6);
      }
      expect(await queue.receive({ max: 2, visibilitySeconds: 5 })).toEqual([]);
      const dead = await queue.deadLetters();
      expect(dead.map((letter) => String(letter.body)).sort((a, b) => a.localeCompare(b))).toEqual([
        'also poison',
        'poison',
      ]);
      expect(await queue.redrive([dead[0].id])).toBe(1);
      expect(await queue.redrive()).toBe(1);
      const back = await queue.receive({ max: 2, visibilitySeconds: 5 });
      expect(back.map((message) => message.attempts)).toEqual([1, 1]);
      expect(await queue.deadLetters()).toEqual([]);
    });
  });
}
