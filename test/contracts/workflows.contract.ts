import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Workflows } from '../../shared/workflows/workflows.ts';

/**
 * The machine that every implementation is given as `greet`: calls the function `say-hello` with its input, catches
 * `InvalidInput` into `{ refused: true }`, and fails with any other error.
 */
export const GREET = {
  StartAt: 'Say hello',
  States: {
    'Say hello': {
      Type: 'Task',
      Resource: '${SayHelloFunctionArn}',
      Retry: [{ ErrorEquals: ['StaleRevision'], IntervalSeconds: 1, MaxAttempts: 2, MaxDelaySeconds: 1 }],
      Catch: [{ ErrorEquals: ['InvalidInput'], ResultPath: '$.error', Next: 'Refused' }],
      End: true,
    },
    Refused: { Type: 'Pass', Parameters: { refused: true, 'name.$': '$.name' }, End: true },
  },
};

export type SayHello = (input: unknown) => Promise<unknown>;

/** What every implementation of `Workflows` does; `make` gives one whose `greet` calls the function. */
export function workflowsContract(name: string, make: (sayHello: SayHello) => Promise<Workflows>): void {
  async function ended(workflows: Workflows, executionId: string) {
    for (let i = 0; i < 500; i++) {
      const description = await workflows.describe(executionId);
      if (description.status !== 'running') return description;
      await sleep(10);
    }
    throw new Error('still running');
  }
  const named = (errorName: string) => Object.assign(new Error(`${errorName} happened`), { name: errorName });

  describe(`Workflows: ${name}`, () => {
    it('runs a machine to its output', async () => {
      const workflows = await make(async (input) => ({ hello: (input as { name: string }).name }));
      expect(await workflows.startSync('greet', { name: 'Ada' })).toEqual({ hello: 'Ada' });
      const { executionId } = await workflows.start('greet', { name: 'Grace' });
      expect(await ended(workflows, executionId)).toMatchObject({
        status: 'succeeded',
        output: { hello: 'Grace' },
      });
    });

    it('returns from start before the function ends', async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const workflows = await make(() => held);
      const { executionId } = await workflows.start('greet', {});
      expect(await workflows.describe(executionId)).toMatchObject({ status: 'running' });
      release();
      expect((await ended(workflows, executionId)).status).toBe('succeeded');
    });

    it('matches errors by the name of their class', async () => {
      const workflows = await make(async () => {
        throw named('InvalidInput');
      });
      expect(await workflows.startSync('greet', { name: 'x' })).toEqual({ refused: true, name: 'x' });
    });

    it('retries what the machine says, and then goes on', async () => {
      let calls = 0;
      const workflows = await make(async () => {
        if (++calls === 1) throw named('StaleRevision');
        return { calls };
      });
      expect(await workflows.startSync('greet', {})).toEqual({ calls: 2 });
    });

    it('fails with the name of the error that nobody caught', async () => {
      const workflows = await make(async () => {
        throw named('DiskFull');
      });
      await expect(workflows.startSync('greet', {})).rejects.toMatchObject({
        code: 'execution-failed',
        details: { machine: 'greet', error: 'DiskFull' },
      });
      const { executionId } = await workflows.start('greet', {});
      expect(await ended(workflows, executionId)).toMatchObject({ status: 'failed', error: 'DiskFull' });
    });

    it('takes the same name and input for one execution, and refuses other input', async () => {
      let calls = 0;
      const workflows = await make(async () => ++calls);
      const first = await workflows.start('greet', { n: 1 }, { name: 'once' });
      const second = await workflows.start('greet', { n: 1 }, { name: 'once' });
      expect(second).toEqual(first);
      await expect(workflows.start('greet', { n: 2 }, { name: 'once' })).rejects.toMatchObject({
        code: 'already-exists',
      });
      await ended(workflows, first.executionId);
      expect(calls).toBe(1);
    });

    it('stops', async () => {
      const workflows = await make(() => new Promise(() => {}));
      const { executionId } = await workflows.start('greet', {});
      await workflows.stop(executionId);
      expect((await ended(workflows, executionId)).status).toBe('stopped');
      await workflows.stop(executionId);
    });

    it('knows no machine and no execution that does not exist', async () => {
      const workflows = await make(async () => null);
      await expect(workflows.start('no-such', {})).rejects.toMatchObject({ code: 'not-found' });
      await expect(workflows.startSync('../greet', {})).rejects.toMatchObject({ code: 'not-found' });
      await expect(workflows.describe('no-such')).rejects.toMatchObject({ code: 'not-found' });
    });
  });
}
