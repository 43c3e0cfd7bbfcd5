import { expect, test } from 'vitest';
import { Random } from '../../shared/demo/random.ts';
import { kindsOf, simulate } from './partition-model.ts';
import type { KeyKind } from './partition-model.ts';

const kind = (change: Partial<KeyKind>): KeyKind => ({
  name: 'QUEUE#…#draw',
  unitsPerImage: 2,
  keys: 1,
  hottestShare: 1,
  splits: false,
  ...change,
});
const run = (kinds: KeyKind[], perSecond: number, images = 1_000_000) =>
  simulate(kinds, { images, perSecond, random: new Random(1) });

test('one key that grows at its end holds everybody to its thousand units a second', () => {
  const { imagesPerSecond, hottest, retriesPerImage } = run([kind({})], 2_000);
  expect(imagesPerSecond).toBeGreaterThan(499);
  expect(imagesPerSecond).toBeLessThan(650);
  expect(hottest).toBe('QUEUE#…#draw');
  expect(retriesPerImage).toBeGreaterThan(0.1);
});

test('sixteen shards take sixteen times as much, and keys per image do not count', () => {
  const shards = kind({ name: 'COUNTS#…#shard', keys: 16, hottestShare: 1 / 16 });
  expect(run([shards, kind({ keys: 'one per image' })], 2_000).imagesPerSecond).toBeGreaterThan(1_990);
});

test('a key that can be split is, once it has been hot for a while', () => {
  const { imagesPerSecond } = run([kind({ splits: true })], 2_000, 5_000_000);
  expect(imagesPerSecond).toBeGreaterThan(1_200);
});

test('keys of a run are sorted by what they are of', () => {
  const task = (n: number): string => `LABELS#${'p'.repeat(20)}.${String(n).padStart(20, 't')}`;
  const loads = new Map<string, number>([
    [`index QUEUE#${'p'.repeat(20)}#draw`, 400],
    ...Array.from({ length: 16 }, (_, n) => [`COUNTS#${'p'.repeat(20)}#${10 + n}`, 25] as const),
    ...Array.from({ length: 200 }, (_, n) => [task(n), 1] as const),
  ]);
  expect(kindsOf(loads, 200)).toMatchObject([
    { name: 'index QUEUE#…#draw', unitsPerImage: 2, keys: 1, splits: false },
    { name: 'COUNTS#…#shard', unitsPerImage: 2, keys: 16, hottestShare: 1 / 16 },
    { name: 'LABELS#…', unitsPerImage: 1, keys: 'one per image' },
  ]);
});
