import fc from 'fast-check';
import { expect, it } from 'vitest';
import { msOfIso } from './ms-of-iso.ts';

it('reads what Date writes', () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') }),
      (date) => {
        expect(msOfIso(date.toISOString())).toBe(date.getTime());
      },
    ),
  );
});

it.each([
  '2026-02-29T03:04:05.678Z',
  '2026-13-01T03:04:05.678Z',
  '2026-01-02T24:00:00.000Z',
  '2026-01-02T03:60:05.678Z',
  '2026-01-02T03:04:60.678Z',
  '2026-01-02 03:04:05.678Z',
  '2026-01-02T03:04:05.6 8Z',
  '2026-01-02T03:04:05,678Z',
  '2026-01-02T03:04:05.678+',
  '2026-01-02T03:04:05Z',
  '2026-01-02T05:04:05+02:00',
  '',
])('leaves %s to others', (text) => {
  expect(msOfIso('2026-01-02T03:04:05.678Z')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  expect(msOfIso(text)).toBeUndefined();
});
