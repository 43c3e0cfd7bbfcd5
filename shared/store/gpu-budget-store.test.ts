import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDynamo } from '../../test/support/start-dynamo.ts';
import { gpuBudgetStore } from './gpu-budget-store.ts';

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
let now = new Date('2026-05-30T10:00:00Z');
const store = () => gpuBudgetStore({ client: dynamo.client, table: dynamo.table, now: () => now });
beforeAll(async () => void (dynamo = await startDynamo()));
afterAll(() => dynamo.stop());

it('counts a training once, however often and by however many it is looked at', async () => {
  const budgets = store();
  await Promise.all([1, 2, 3].map(() => budgets.chargeTraining('p', 'p.training', 1800, 2)));
  await budgets.chargeTraining('p', 'p.training', 1800, 2);
  await budgets.chargeTraining('p', 'p.training', 1000, 2);
  await budgets.chargeTraining('p', 'p.training', 3600, 2);
  expect(await budgets.spent('p')).toEqual({ month: '2026-05', dollars: 2, seconds: 3600, calls: 0 });
});

it('refuses when the ceiling is reached, says so in dollars, and begins anew with the month', async () => {
  const budgets = store();
  await budgets.requireRoom('q');
  await budgets.setCeiling('q', 1);
  await budgets.requireRoom('q');
  await budgets.chargeCall('q', 1800, 2);
  await expect(budgets.requireRoom('q')).rejects.toMatchObject({
    code: 'spend-ceiling-reached',
    message: expect.stringContaining('spent $1.00 of its $1.00 for GPUs in 2026-05'),
  });
  await budgets.setCeiling('q', 1.5);
  await budgets.requireRoom('q');
  await budgets.setCeiling('q', 0);
  await expect(budgets.requireRoom('q')).rejects.toMatchObject({ code: 'spend-ceiling-reached' });
  await budgets.setCeiling('q', 1);
  now = new Date('2026-06-01T00:00:00Z');
  await budgets.requireRoom('q');
  await budgets.setCeiling('q', undefined);
  expect(await budgets.budget('q')).toEqual({ projectId: 'q' });
});
