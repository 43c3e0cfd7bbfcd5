import { afterAll, beforeAll, expect, it } from 'vitest';
import { routeStore } from '../../shared/store/route-store.ts';
import { chooseByPercentage } from '../../shared/workflow/choose-by-percentage.ts';
import { startDynamo } from '../support/start-dynamo.ts';
import type { TestDynamo } from '../support/start-dynamo.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

/** 10,000 with LAPIDARY_SPLIT_TASKS=10000; the way there is the same. */
const TASKS = Number(process.env.LAPIDARY_SPLIT_TASKS ?? 300);
const SHARES = [70, 20, 10];
const NAMES = ['review', 'expert', 'pass'];

it(`${TASKS} tasks, 50 at once, split 70/20/10 exactly within 1 at every moment`, async () => {
  const access = { client: dynamo.client, table: dynamo.table, now: () => new Date() };
  const routes = routeStore(access);
  const taken = [0, 0, 0];
  const ordinals = new Set<number>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < TASKS; n = next++) {
      const turn = {
        taskId: `p.t${n}`,
        projectId: 'p',
        stageId: 'sample',
        workflowId: 'w',
        workflowRevision: 1,
      };
      const answer = await routes.takeTurn(turn);
      if (!('ordinal' in answer)) throw new Error('A fresh task has no decision yet.');
      const chosen = chooseByPercentage(SHARES, answer.ordinal);
      const at = access.now().toISOString();
      const decision = { ...turn, kind: 'percentageRouter' as const, pathway: NAMES[chosen], inputs: {}, at };
      await routes.settle(decision, 'p');
      ordinals.add(answer.ordinal);
      taken[chosen]++;
    }
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  expect(ordinals.size).toBe(TASKS);
  for (let i = 0; i < 3; i++) expect(Math.abs(taken[i] - (TASKS * SHARES[i]) / 100)).toBeLessThan(1);
}, 600_000);
