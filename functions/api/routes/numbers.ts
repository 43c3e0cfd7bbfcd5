import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { csvCell } from '../../../shared/formats/csv-cell.ts';
import { agreementStore } from '../../../shared/store/agreement-store.ts';
import { taskStore } from '../../../shared/store/tasks/task-store.ts';
import { worklogStore } from '../../../shared/store/worklog-store.ts';
import { summarizeWork } from '../../../shared/workflow/summarize-work.ts';
import type { WorkRow } from '../../../shared/workflow/summarize-work.ts';
import { json, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';

const Nullable = z.number().nullable();
const Numbers = z
  .object({
    rows: z.array(
      z.object({
        day: z.string(),
        userId: z.string(),
        stageId: z.string(),
        tasks: z.number(),
        objects: z.number(),
        seconds: z.number(),
        medianSecondsPerTask: Nullable,
        medianSecondsPerObject: Nullable,
        meanSecondsPerObject: Nullable,
      }),
    ),
    people: z.array(
      z.object({
        userId: z.string(),
        tasks: z.number(),
        objects: z.number(),
        seconds: z.number(),
        medianSecondsPerTask: Nullable,
        medianSecondsPerObject: Nullable,
        rejectionRate: Nullable,
        agreement: Nullable.describe('With others in consensus rounds, 0–1.'),
      }),
    ),
    burndown: z.array(z.object({ day: z.string(), ended: z.number(), remaining: z.number() })),
    forecast: z.object({ perDay: z.number(), daysLeft: z.number(), endsOn: z.string() }).nullable(),
  })
  .meta({ id: 'ProjectNumbers' });

const tags = ['projects'];
const params = z.object({ projectId: z.string().min(1).max(256) });
const query = z.object({ from: z.iso.date().optional().describe('The first day, in UTC.') });

const getNumbers = createRoute({
  method: 'get',
  path: '/projects/{projectId}/numbers',
  tags,
  summary: 'Who did how much in which stage on which day; burndown and forecast',
  request: { params, query },
  responses: { 200: json(Numbers, 'The numbers.'), ...problems },
});
const getCsv = createRoute({
  method: 'get',
  path: '/projects/{projectId}/numbers.csv',
  tags,
  summary: 'The rows of the numbers as CSV',
  request: { params, query },
  responses: {
    200: {
      description: 'One line per day, person and stage.',
      content: { 'text/csv': { schema: z.string() } },
    },
    ...problems,
  },
});

const COLUMNS = [
  'day',
  'userId',
  'stageId',
  'tasks',
  'objects',
  'seconds',
  'medianSecondsPerTask',
  'medianSecondsPerObject',
  'meanSecondsPerObject',
] as const satisfies (keyof WorkRow)[];

export function numberRoutes(deps: ApiDeps): ApiRouter {
  const worklog = worklogStore(deps.store);
  const agreement = agreementStore(deps.store);
  const tasks = taskStore(deps.store);
  const access = projectAccess(deps);

  async function numbersOf(projectId: string, from: string | undefined) {
    const [entries, counts, agreements] = await Promise.all([
      worklog.list(projectId, from),
      tasks.counts(projectId),
      agreement.list(projectId),
    ]);
    let remaining = 0;
    for (const statuses of Object.values(counts)) {
      for (const [status, n] of Object.entries(statuses))
        if (status !== 'done' && status !== 'archived') remaining += n;
    }
    const today = deps.store.now().toISOString().slice(0, 10);
    const measured = new Map(agreements.map(({ userId, rounds, sum }) => [userId, sum / rounds]));
    return summarizeWork(entries, remaining, today, measured);
  }

  return newRouter()
    .openapi(getNumbers, async (c) => {
      const { projectId } = c.req.valid('param');
      await access.require(c.var.user, projectId, 'viewNumbers');
      return c.json(await numbersOf(projectId, c.req.valid('query').from), 200);
    })
    .openapi(getCsv, async (c) => {
      const { projectId } = c.req.valid('param');
      await access.require(c.var.user, projectId, 'viewNumbers');
      const { rows } = await numbersOf(projectId, c.req.valid('query').from);
      const lines = rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(','));
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="numbers.csv"');
      return c.body([COLUMNS.join(','), ...lines, ''].join('\r\n'), 200) as never;
    });
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000);
  return csvCell(value);
}
