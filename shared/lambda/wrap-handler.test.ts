import * as z from 'zod';
import { describe, expect, test, vi } from 'vitest';
import { NotFound } from '../errors.ts';
import { defineHandler } from './define-handler.ts';
import type { Seams } from './seams.ts';
import { wrapHandler } from './wrap-handler.ts';

const lines: string[] = [];
const write = (message: string, fields?: object) =>
  void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
const host = (env: Record<string, string>) => ({
  env,
  seams: {} as Seams,
  log: { info: write, warn: write, error: write },
});

function definitionWith(run: (input: { n: number }, deps: { add: number }) => unknown) {
  const deps = vi.fn((env: { ADD: number }) => ({ add: env.ADD }));
  const definition = defineHandler({
    env: z.object({ ADD: z.coerce.number() }),
    input: z.object({ n: z.number() }),
    output: z.object({ sum: z.number() }),
    deps,
    run: run as (input: { n: number }, deps: { add: number }) => { sum: number },
  });
  return { definition, deps };
}

describe('wrapHandler', () => {
  test('makes the dependencies once, and hands input and output through their schemas', async () => {
    const { definition, deps } = definitionWith(({ n }, { add }) => ({ sum: n + add, secret: 'dropped' }));
    const handler = wrapHandler(definition, host({ ADD: '2' }));
    expect(await handler({ n: 1 })).toEqual({ sum: 3 });
    expect(await handler({ n: 2, extra: true })).toEqual({ sum: 4 });
    expect(deps).toHaveBeenCalledTimes(1);
  });

  test('says which part of an event is wrong', async () => {
    const { definition } = definitionWith(() => ({ sum: 0 }));
    await expect(wrapHandler(definition, host({ ADD: '2' }))({ n: 'x' })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('n: '),
    });
  });

  test('lets errors keep their names, for the state machine to catch', async () => {
    const { definition } = definitionWith(() => {
      throw new NotFound('image', 'i1');
    });
    await expect(wrapHandler(definition, host({ ADD: '2' }))({ n: 1 })).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect(lines.at(-1)).toContain('not-found');
  });

  test('a start that failed is tried again', async () => {
    const { definition } = definitionWith(({ n }, { add }) => ({ sum: n + add }));
    const environment: Record<string, string> = { ADD: 'much' };
    const handler = wrapHandler(definition, host(environment));
    await expect(handler({ n: 1 })).rejects.toThrow('environment of this function is not right');
    environment.ADD = '5';
    expect(await handler({ n: 1 })).toEqual({ sum: 6 });
  });
});
