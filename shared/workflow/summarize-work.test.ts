import { expect, it } from 'vitest';
import { summarizeWork } from './summarize-work.ts';

const entry = (change: object) => ({
  day: '2026-05-01',
  userId: 'ada',
  stageId: 'annotate',
  tasks: 0,
  objects: 0,
  rejected: 0,
  seconds: 0,
  durations: {},
  objectDurations: {},
  ...change,
});

it('adds up people, burns down, and forecasts from the last seven days', () => {
  const bucket = Math.floor(4 * Math.log2(60));
  const summary = summarizeWork(
    [
      entry({
        tasks: 10,
        objects: 50,
        seconds: 600,
        durations: { [bucket]: 9, 40: 1 },
        objectDurations: { 8: 40, 20: 10 },
      }),
      entry({ stageId: 'review', rejected: 2 }),
      entry({ userId: 'system', stageId: 'complete', tasks: 4 }),
      entry({ userId: 'system', stageId: 'complete', tasks: 10, day: '2026-05-03' }),
    ],
    28,
    '2026-05-04',
  );
  expect(summary.people).toMatchObject([{ userId: 'ada', tasks: 10, rejectionRate: 0.2 }]);
  expect(Math.abs(summary.people[0].medianSecondsPerTask! / 60 - 1)).toBeLessThan(0.1);
  expect(summary.rows).toHaveLength(1);
  expect(summary.rows[0].meanSecondsPerObject).toBe(12);
  expect(Math.abs(summary.rows[0].medianSecondsPerObject! / 4 - 1)).toBeLessThan(0.1);
  expect(summary.people[0].medianSecondsPerObject).toBe(summary.rows[0].medianSecondsPerObject);
  expect(summary.burndown).toEqual([
    { day: '2026-05-01', ended: 4, remaining: 38 },
    { day: '2026-05-03', ended: 10, remaining: 28 },
  ]);
  expect(summary.forecast).toEqual({ perDay: 2, daysLeft: 14, endsOn: '2026-05-18' });
  expect(summarizeWork([], 5, '2026-05-04').forecast).toBeNull();
});
