import { expect, it } from 'vitest';
import { passesFilter, SnapshotFilter } from './snapshot-filter.ts';

const image = { assetId: 'd.1', classes: { ruby: 2, opal: 0 }, savedAt: '2026-03-01T00:00:00.000Z' };

it('takes an image when everything that is named holds', () => {
  expect(passesFilter({}, image)).toBe(true);
  expect(passesFilter({ classIds: ['opal', 'ruby'] }, image)).toBe(true);
  expect(passesFilter({ classIds: ['opal'] }, image)).toBe(false);
  expect(passesFilter({}, image, new Set(['d.1']))).toBe(true);
  expect(passesFilter({ classIds: ['ruby'] }, image, new Set(['d.2']))).toBe(false);
});

it('takes the first moment and not the last, whatever the time zone', () => {
  expect(passesFilter({ savedFrom: '2026-03-01T02:00:00+02:00' }, image)).toBe(true);
  expect(passesFilter({ savedBefore: '2026-03-01T00:00:00Z' }, image)).toBe(false);
  expect(passesFilter({ savedBefore: '2026-03-02T00:00:00Z' }, image)).toBe(true);
  expect(passesFilter({ savedBefore: '2026-03-02T00:00:00Z' }, { ...image, savedAt: undefined })).toBe(false);
});

it('refuses names it does not know, empty lists and times that are none', () => {
  for (const bad of [{ stage: 'x' }, { classIds: [] }, { savedFrom: 'yesterday' }])
    expect(SnapshotFilter.safeParse(bad).success).toBe(false);
});
