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

  test('not when nothing happened, but after a failure, a change of the project, or a week', () => {
    const still = { ...situation, lastImages: 10 };
    expect(isDue(plan, still)).toBe(false);
    expect(isDue(plan, { ...still, lastJob: { status: 'failed', createdAt: ranAt } })).toBe(true);
    expect(isDue(plan, { ...still, planChangedAt: after(1).toISOString() })).toBe(true);
    expect(isDue(plan, { ...still, now: after(169) })).toBe(true);
  });
});
