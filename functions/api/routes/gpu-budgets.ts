import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { gpuPrices } from '../../../shared/models/gpu-prices.ts';
import { auditStore } from '../../../shared/store/audit-store.ts';
import { gpuBudgetStore } from '../../../shared/store/gpu-budget-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const tags = ['projects'];
const params = z.object({ projectId: z.string().min(1).max(256) });
const Ceiling = z.number().min(0).max(1_000_000).nullable();
const GpuBudgetAnswer = z
  .object({
    projectId: z.string(),
    dollarsPerMonth: Ceiling.describe(
      'The most that GPUs may cost in a calendar month (UTC); null: no ceiling.',
    ),
    spent: z.object({
      month: z.string().describe('Such as 2026-05.'),
      dollars: z.number(),
      seconds: z.number().describe('That GPUs worked.'),
      calls: z.number().describe('Of the endpoint.'),
    }),
    isReached: z.boolean().describe('Trainings and calls of the endpoint are refused until it is raised.'),
    prices: z
      .object({
        trainingDollarsPerHour: z.number(),
        servingDollarsPerHour: z.number(),
        asOf: z.string().optional(),
      })
      .describe('List prices that seconds are counted by; 0 where GPUs cost nothing.'),
  })
  .meta({ id: 'GpuBudget' });
const responses = { 200: json(GpuBudgetAnswer, 'Ceiling and spending.'), ...problems };

const get = createRoute({
  method: 'get',
  path: '/gpu-budgets/{projectId}',
  tags,
  summary: 'What a project has spent on GPUs this month, and the most that it may',
  request: { params },
  responses,
});
const put = createRoute({
  method: 'put',
  path: '/gpu-budgets/{projectId}',
  tags,
  summary: 'Set the most that GPUs may cost a project in a month',
  request: { params, body: jsonBody(z.strictObject({ dollarsPerMonth: Ceiling })) },
  responses,
});

export function gpuBudgetRoutes(deps: ApiDeps): ApiRouter {
  const access = projectAccess(deps);
  const budgets = gpuBudgetStore(deps.store);
  const projects = projectStore(deps.store);
  const audit = auditStore(deps.store);

  async function answer(projectId: string) {
    const [{ dollarsPerMonth }, spent] = await Promise.all([
      budgets.budget(projectId),
      budgets.spent(projectId),
    ]);
    const isReached = dollarsPerMonth !== undefined && spent.dollars >= dollarsPerMonth;
    return { projectId, dollarsPerMonth: dollarsPerMonth ?? null, spent, isReached, prices: gpuPrices() };
  }

  return newRouter()
    .openapi(get, async (c) => {
      const { projectId } = c.req.valid('param');
      await access.require(c.var.user, projectId, 'viewNumbers');
      await projects.get(projectId);
      return c.json(await answer(projectId), 200);
    })
    .openapi(put, async (c) => {
      const { projectId } = c.req.valid('param');
      const { dollarsPerMonth } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'changeProject');
      await projects.get(projectId);
      const before = await budgets.budget(projectId);
      await budgets.setCeiling(projectId, dollarsPerMonth ?? undefined);
      await audit.record({
        projectId,
        actor: c.var.user.id,
        action: 'project.changed',
        subjectId: projectId,
        change: { gpuDollarsPerMonth: { before: before.dollarsPerMonth ?? null, after: dollarsPerMonth } },
      });
      return c.json(await answer(projectId), 200);
    });
}
