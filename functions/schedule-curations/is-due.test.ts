import { describe, expect, test } from 'vitest';
import { isDue } from './is-due.ts';

const plan = { isOn: true, everyHours: 24 };
const ranAt = '2026-03-01T00:00:00.000Z';
const planChangedAt = '2026-02-01T00:00:00.000Z';
const lastJob = { status: 'succeeded' as const, createdAt: ranAt };
const after = (hours: number) => new Date(Date.parse(ranAt) + hours * 3_600_000);
const situation = { now: after(25), ready: 10, lastJob, lastImages: 9, planChangedAt };

describe('isDue', () => {
  test('a first time, as soon as there is an image', () => {
    expect(isDue(plan, { now: after(0), ready: 1, planChangedAt })).toBe(true);
    expect(isDue(plan, { now: after(0), ready: 0, planChangedAt })).toBe(false);
    expect(isDue({ ...plan, isOn: false }, { now: after(0), ready: 1, planChangedAt })).toBe(false);
  });

  test('when images came and the time has passed, not while one is under way', () => {
    expect(isDue(plan, situation)).toBe(true);
    expect(isDue(plan, { ...situation, now: after(23) })).toBe(false);
    expect(isDue(plan, { ...situation, lastJob: { status: 'running', createdAt: ranAt } })).toBe(false);
  });

  test('where it fills the queue, when labelled tasks have moved on', () => {
    const selection = { budget: 3, priority: 90, mixture: [{ strategy: 'diverse' as const, weight: 1 }] };
    const still = { ...situation, lastImages: 10, lastStages: { label: 10, review: 0 } };
    const moved = { ...still, stages: { label: 8, review: 2 } };
    expect(isDue({ ...plan, selection }, { ...still, stages: { label: 10 } })).toBe(false);
    expect(isDue({ ...plan, selection }, moved)).toBe(true);
    expect(isDue(plan, moved)).toBe(false);
  });

  test('at its hour, in its time zone, summer and winter', () => {
    const at = { hour: 3, timeZone: 'Europe/Berlin' };
    const due = (now: string, createdAt: string, everyHours = 24) =>
      isDue(
        { ...plan, everyHours, at },
        { ...situation, now: new Date(now), lastJob: { status: 'succeeded', createdAt } },
      );
    // 3 o'clock is 02:00 UTC in winter, 01:00 in summer.
    expect(due('2026-01-10T01:59:00Z', '2026-01-09T02:01:00Z')).toBe(false);
    expect(due('2026-01-10T02:00:00Z', '2026-01-09T02:01:00Z')).toBe(true);
    expect(due('2026-07-10T00:59:00Z', '2026-07-09T01:01:00Z')).toBe(false);
    expect(due('2026-07-10T01:00:00Z', '2026-07-09T01:01:00Z')).toBe(true);
    // Once only; and a run by hand in the afternoon before leaves the night as it is.
    expect(due('2026-07-10T09:00:00Z', '2026-07-10T01:01:00Z')).toBe(false);
    expect(due('2026-07-10T01:00:00Z', '2026-07-09T12:00:00Z')).toBe(true);
    expect(due('2026-07-10T01:00:00Z', '2026-07-09T01:01:00Z', 168)).toBe(false);
    expect(due('2026-07-16T01:00:00Z', '2026-07-09T01:01:00Z', 168)).toBe(true);
  });

  test('not when nothing happened, but after a failure, a change of the project, or a week', () => {
    const still = { ...situation, lastImages: 10 };
    expect(isDue(plan, still)).toBe(false);
    expect(isDue(plan, { ...still, lastJob: { status: 'failed', createdAt: ranAt } })).toBe(true);
    expect(isDue(plan, { ...still, planChangedAt: after(1).toISOString() })).toBe(true);
    expect(isDue(plan, { ...still, now: after(169) })).toBe(true);
  });
});
